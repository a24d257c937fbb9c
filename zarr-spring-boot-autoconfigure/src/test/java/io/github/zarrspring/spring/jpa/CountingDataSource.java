package io.github.zarrspring.spring.jpa;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Notes each statement that is run, a batch as one, and counts the bytes that come back.
 */
class CountingDataSource extends DelegatingDataSource {

	private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

	private final AtomicLong bytes = new AtomicLong();

	CountingDataSource(DataSource delegate) {
		super(delegate);
	}

	/**
	 * The first words of the statements since the last call.
	 */
	List<String> take() {
		List<String> taken = new ArrayList<>(this.statements);
		this.statements.clear();
		return taken;
	}

	/**
	 * The number of bytes of values that were read since the last call.
	 */
	long takeBytes() {
		return this.bytes.getAndSet(0);
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return proxy(Connection.class, (method, arguments) -> {
			Object result = invoke(connection, method, arguments);
			if (method.getName().equals("prepareStatement")) {
				return statement((PreparedStatement) result, (String) arguments[0]);
			}
			return result;
		});
	}

	private PreparedStatement statement(PreparedStatement statement, String sql) {
		return proxy(PreparedStatement.class, (method, arguments) -> {
			if (method.getName().startsWith("execute")) {
				boolean locks = sql.startsWith("select") && (sql.endsWith(" update") || sql.endsWith(" share"));
				this.statements.add(locks ? "lock" : sql.substring(0, sql.indexOf(' ')));
			}
			Object result = invoke(statement, method, arguments);
			return (result instanceof ResultSet rows) ? counted(rows) : result;
		});
	}

	private ResultSet counted(ResultSet rows) {
		return proxy(ResultSet.class, (method, arguments) -> {
			Object result = invoke(rows, method, arguments);
			if (result instanceof byte[] read) {
				this.bytes.addAndGet(read.length);
			}
			return result;
		});
	}

	private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static <T> T proxy(Class<T> type, Call call) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call.invoke(method, arguments)));
	}

	private interface Call {

		Object invoke(Method method, Object[] arguments) throws Throwable;

	}

}
