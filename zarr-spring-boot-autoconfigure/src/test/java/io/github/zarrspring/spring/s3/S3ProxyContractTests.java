package io.github.zarrspring.spring.s3;

/**
 * The contract of storage backends with S3Proxy.
 */
class S3ProxyContractTests extends S3ContractTests {

	S3ProxyContractTests() {
		super(S3Service.S3PROXY);
	}

}
