package io.github.zarrspring.spring.jpa;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The name of the table of a store.
 *
 * @param schema the schema that it is in, {@code null} for that of the connection
 * @param table the name of the table
 */
public record TableName(@Nullable String schema, String table) {

	private static final int MAX_LENGTH = 63;

	private static final String LEASE = "_lease";

	private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

	/**
	 * Check the name, which becomes part of statements as it is.
	 */
	public TableName {
		if (!isIdentifier(table) || (schema != null && !isIdentifier(schema))) {
			throw new IllegalArgumentException("'%s' is not a name of a table".formatted(qualified(schema, table)));
		}
	}

	/**
	 * Whether this can be the name of a table or schema: letters, digits and underscores,
	 * no digit first, at most 63.
	 * @param name the name
	 * @return whether it can
	 */
	public static boolean isIdentifier(String name) {
		return IDENTIFIER.matcher(name).matches();
	}

	/**
	 * The name as it stands in statements.
	 * @return the name of the table with that of its schema
	 */
	public String qualified() {
		return qualified(this.schema, this.table);
	}

	/**
	 * The table beside this one that leases are in.
	 * @return the name with {@code _lease} at its end, shortened if it would be too long
	 */
	public TableName leases() {
		int length = Math.min(this.table.length(), MAX_LENGTH - LEASE.length());
		return new TableName(this.schema, this.table.substring(0, length) + LEASE);
	}

	private static String qualified(@Nullable String schema, String table) {
		return (schema != null) ? schema + '.' + table : table;
	}

	@Override
	public String toString() {
		return qualified();
	}

}
