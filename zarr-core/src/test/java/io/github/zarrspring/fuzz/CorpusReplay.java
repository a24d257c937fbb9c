package io.github.zarrspring.fuzz;

import java.io.IOException;
import java.util.Base64;
import java.util.List;

/**
 * A process of its own, with a small heap, that tries all inputs of a target.
 */
public final class CorpusReplay {

	private CorpusReplay() {
	}

	/**
	 * Try all inputs.
	 * @param arguments the name of the target
	 * @throws IOException if the inputs cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		FuzzTarget target = FuzzTarget.valueOf(arguments[0]);
		List<byte[]> inputs = target.corpus();
		for (byte[] input : inputs) {
			try {
				target.run(input);
			}
			catch (Throwable ex) {
				throw new IllegalStateException(describe(target, input), ex);
			}
		}
		System.out.println(inputs.size());
	}

	private static String describe(FuzzTarget target, byte[] input) {
		return target + " with the input " + Base64.getEncoder().encodeToString(input);
	}

}
