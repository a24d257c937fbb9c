package io.github.zarrspring.spring.s3;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/**
 * Switches the SDK's own retries off for one request, whatever client of the application
 * sends it: a retry after a lost answer would make a write that was done look like a
 * conflict.
 */
final class WithoutRetries implements SdkPlugin {

	static final AwsRequestOverrideConfiguration OVERRIDE = AwsRequestOverrideConfiguration.builder()
		.addPlugin(new WithoutRetries())
		.build();

	private WithoutRetries() {
	}

	@Override
	public void configureClient(SdkServiceClientConfiguration.Builder config) {
		config.overrideConfiguration(
				config.overrideConfiguration().toBuilder().retryStrategy(DefaultRetryStrategy.doNotRetry()).build());
	}

}
