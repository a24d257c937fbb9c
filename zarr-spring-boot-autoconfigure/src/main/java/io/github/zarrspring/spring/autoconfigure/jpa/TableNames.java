package io.github.zarrspring.spring.autoconfigure.jpa;

import io.github.zarrspring.spring.autoconfigure.StoreProperties;
import io.github.zarrspring.spring.jpa.TableName;

/**
 * The names of tables in properties.
 */
final class TableNames {

	private TableNames() {
	}

	static boolean isValid(StoreProperties.Jpa properties) {
		String schema = properties.schema();
		return TableName.isIdentifier(properties.tableName()) && (schema == null || TableName.isIdentifier(schema));
	}

	static TableName of(StoreProperties.Jpa properties) {
		return new TableName(properties.schema(), properties.tableName());
	}

}
