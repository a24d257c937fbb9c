package io.github.zarrspring.spring.s3;

/**
 * The contract of storage backends with S3Mock.
 */
class S3MockContractTests extends S3ContractTests {

	S3MockContractTests() {
		super(S3Service.S3MOCK);
	}

}
