package io.github.zarrspring.spring.jpa;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application in a process of its own that counts up counters.
 */
public final class CountingProcess {

	private CountingProcess() {
	}

	public static void main(String[] args) {
		try (ConfigurableApplicationContext application = TestApplication.start(args[0])) {
			JpaConcurrencyTests.count(new TestStore(application).zarr().open("counters"), Integer.parseInt(args[1]));
		}
	}

}
