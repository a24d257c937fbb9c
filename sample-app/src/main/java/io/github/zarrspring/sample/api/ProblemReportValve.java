package io.github.zarrspring.sample.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers with problem details what the server refuses before the application sees it,
 * such as an encoded slash in a URL.
 */
public class ProblemReportValve extends ErrorReportValve {

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		byte[] body = "{\"status\":%s,\"title\":\"%s\"}".formatted(status.value(), status.getReasonPhrase())
			.getBytes(StandardCharsets.UTF_8);
		try {
			response.getOutputStream().write(body);
			response.finishResponse();
		}
		catch (IOException ex) {
			// The client does not wait for the answer.
			this.container.getLogger().debug("An error could not be reported", ex);
		}
	}

}
