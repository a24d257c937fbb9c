package io.github.zarrspring.array;

/**
 * What an orthogonal selection has along one dimension, cut into pieces by the chunks.
 */
interface Axis {

	/**
	 * The number of indices.
	 */
	long count();

	/**
	 * Whether the result does not have the dimension.
	 */
	boolean isDropped();

	/**
	 * The number of pieces, each in another chunk.
	 */
	long pieces();

	/**
	 * The chunk that a piece is in, along the dimension.
	 */
	long chunk(long number);

	/**
	 * A piece.
	 */
	AxisPiece piece(long number);

}
