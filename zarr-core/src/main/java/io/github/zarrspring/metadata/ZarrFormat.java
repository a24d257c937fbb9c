package io.github.zarrspring.metadata;

/**
 * The versions of the Zarr format.
 */
public enum ZarrFormat {

	/**
	 * Version 2: {@code .zarray}, {@code .zgroup} and {@code .zattrs}.
	 */
	V2(2),

	/**
	 * Version 3: {@code zarr.json}.
	 */
	V3(3);

	private final int number;

	ZarrFormat(int number) {
		this.number = number;
	}

	/**
	 * The version as the member {@code zarr_format} has it.
	 * @return the number
	 */
	public int number() {
		return this.number;
	}

}
