package io.github.zarrspring.spring.s3;

import org.junit.jupiter.api.Tag;

/**
 * The contract of storage backends with S3Mock.
 */
@Tag("slow")
class S3MockContractTests extends S3ContractTests {

	S3MockContractTests() {
		super(S3Service.S3MOCK);
	}

}
