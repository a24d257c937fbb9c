package io.github.zarrspring.spring.s3;

import org.jspecify.annotations.Nullable;

/**
 * What must be stored for a write to be done.
 *
 * @param ifMatch the ETag that must be stored
 * @param ifNoneMatch {@code *} if nothing may be stored
 */
record Condition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {

	/**
	 * Whatever is stored.
	 */
	static final Condition NONE = new Condition(null, null);

	/**
	 * Nothing is stored.
	 */
	static final Condition ABSENT = new Condition(null, "*");

	/**
	 * Some content is stored.
	 * @param etag its ETag
	 */
	static Condition matches(String etag) {
		return new Condition(etag, null);
	}

	static Condition of(@Nullable ObjectState expected) {
		return (expected != null) ? matches(expected.etag()) : ABSENT;
	}

	boolean isNone() {
		return this.ifMatch == null && this.ifNoneMatch == null;
	}

}
