package io.github.zarrspring.spring.jpa;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Notes each statement that is run, a batch as one.
 */
class CountingDataSource extends DelegatingDataSource {

	private final List<String> statements = Collections.synchronizedList(new ArrayList<>());

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
				this.statements.add(sql.endsWith("for update") ? "lock" : sql.substring(0, sql.indexOf(' ')));
			}
			return invoke(statement, method, arguments);
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
