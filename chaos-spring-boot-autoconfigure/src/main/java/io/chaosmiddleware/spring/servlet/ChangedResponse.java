package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.engine.AnswerBody;
import io.chaosmiddleware.spring.server.ClientConnection;
import io.chaosmiddleware.spring.web.BodilessAnswers;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * A response whose body an attack can change while it is sent. Everything passes as it is
 * unless {@link #change} is called.
 */
final class ChangedResponse extends HttpServletResponseWrapper {

	private final HttpServletRequest request;

	private final HttpServletResponse head;

	private @Nullable PendingChange change;

	private @Nullable ChangedStream stream;

	private @Nullable PrintWriter writer;

	// That of the writer, which is final.
	private @Nullable String encoding;

	private long length = -1;

	private boolean failed;

	private boolean cut;

	ChangedResponse(HttpServletRequest request, HttpServletResponse response) {
		super(response);
		this.request = request;
		this.head = innermost(response);
	}

	// A container puts a wrapper of its own around it during an include, which ignores
	// headers.
	private static HttpServletResponse innermost(HttpServletResponse response) {
		HttpServletResponse innermost = response;
		while (innermost instanceof ServletResponseWrapper wrapper
				&& wrapper.getResponse() instanceof HttpServletResponse inner) {
			innermost = inner;
		}
		return innermost;
	}

	/** Change the body from now on. */
	void change(PendingChange change) {
		this.change = change;
	}

	/**
	 * Note how long the body really is that is about to be written.
	 * @param length how many bytes it has
	 * @param whole whether the handler has not sent any of it yet, so that a container
	 * would know its length as well
	 */
	void expect(long length, boolean whole) {
		if (whole && this.length < 0 && length > 0 && length <= getBufferSize()) {
			super.setContentLengthLong(length);
		}
		this.length = length;
	}

	/** Return whether the body is to be changed once it is sent. */
	boolean isPending() {
		return this.change != null && this.change.isOpen();
	}

	/** Return whether the length of the body has to be found out. */
	boolean asksForLength() {
		return this.change != null && this.length < 0 && this.change.asksForLength();
	}

	/**
	 * Begin to send the answer, unless it has begun.
	 * @return what the body passes through, {@code null} if it passes as it is
	 */
	@Nullable AnswerBody begin() {
		return (this.change != null) ? this.change.begin(this.head, obstacle(), this.length) : null;
	}

	private @Nullable Reason obstacle() {
		if (BodilessAnswers.contain(this.request.getMethod(), getStatus()) || this.length == 0) {
			return Reason.NO_BODY;
		}
		return isCommitted() ? Reason.COMMITTED : null;
	}

	/** Begin to send an answer without a body, unless an answer has begun. */
	private void beginEmpty() {
		if (this.change != null) {
			this.change.begin(this.head, isCommitted() ? Reason.COMMITTED : Reason.NO_BODY, 0);
		}
	}

	/** Send what has passed, and end the connection, since nothing more passes. */
	void cut() throws IOException {
		super.flushBuffer();
		this.cut = true;
		ClientConnection connection = ClientConnection.of(this.request);
		if (connection != null) {
			connection.close();
		}
	}

	/** Return whether the connection has ended, so that nothing can be sent. */
	boolean isCut() {
		return this.cut;
	}

	/**
	 * End the answer, since all of it was written.
	 * @param failed whether somebody else is going to answer an exception
	 */
	void end(boolean failed) {
		if (this.change == null || (this.change.isOpen() && (failed || this.failed))) {
			// The body of an error is written by another dispatch of the request.
			return;
		}
		beginEmpty();
		this.change.close();
	}

	/** End an answer that was never written here. */
	void abandon(Reason reason) {
		if (this.change != null) {
			this.change.begin(this.head, reason, -1);
			this.change.close();
		}
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		if (this.change == null) {
			return super.getOutputStream();
		}
		if (this.writer != null) {
			throw new IllegalStateException("getWriter() has already been called for this response");
		}
		return stream();
	}

	private ChangedStream stream() throws IOException {
		ChangedStream stream = this.stream;
		if (stream == null) {
			stream = new ChangedStream(this, super.getOutputStream());
			this.stream = stream;
		}
		return stream;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		if (this.change == null) {
			return super.getWriter();
		}
		PrintWriter writer = this.writer;
		if (writer == null) {
			if (this.stream != null) {
				throw new IllegalStateException("getOutputStream() has already been called for this response");
			}
			// As a container does, so that the content type names the encoding.
			String encoding = getCharacterEncoding();
			setCharacterEncoding(encoding);
			writer = new PrintWriter(new ChangedWriter(stream(), Charset.forName(encoding)));
			this.writer = writer;
			this.encoding = encoding;
		}
		return writer;
	}

	@Override
	public void setCharacterEncoding(@Nullable String encoding) {
		super.setCharacterEncoding((this.encoding != null) ? this.encoding : encoding);
	}

	@Override
	public void setCharacterEncoding(@Nullable Charset encoding) {
		setCharacterEncoding((encoding != null) ? encoding.name() : null);
	}

	@Override
	public void setContentType(@Nullable String type) {
		super.setContentType(type);
		keepEncoding();
	}

	@Override
	public void setLocale(@Nullable Locale locale) {
		super.setLocale(locale);
		keepEncoding();
	}

	private void keepEncoding() {
		if (this.encoding != null) {
			super.setCharacterEncoding(this.encoding);
		}
	}

	@Override
	public void flushBuffer() throws IOException {
		begin();
		if (!this.cut) {
			super.flushBuffer();
		}
	}

	@Override
	public void reset() {
		super.reset();
		this.stream = null;
		this.writer = null;
		this.encoding = null;
		restart();
	}

	@Override
	public void resetBuffer() {
		super.resetBuffer();
		restart();
	}

	private void restart() {
		this.length = -1;
		if (this.change != null) {
			this.change.restart(this.head);
		}
	}

	@Override
	public void setContentLength(int length) {
		super.setContentLength(length);
		this.length = length;
	}

	@Override
	public void setContentLengthLong(long length) {
		super.setContentLengthLong(length);
		this.length = length;
	}

	@Override
	public void setHeader(String name, @Nullable String value) {
		super.setHeader(name, value);
		note(name, value);
	}

	@Override
	public void addHeader(String name, @Nullable String value) {
		super.addHeader(name, value);
		note(name, value);
	}

	@Override
	public void setIntHeader(String name, int value) {
		super.setIntHeader(name, value);
		note(name, Integer.toString(value));
	}

	@Override
	public void addIntHeader(String name, int value) {
		super.addIntHeader(name, value);
		note(name, Integer.toString(value));
	}

	private void note(String name, @Nullable String value) {
		if (HttpHeaders.CONTENT_LENGTH.equalsIgnoreCase(name)) {
			try {
				this.length = (value != null) ? Long.parseLong(value) : -1;
			}
			catch (NumberFormatException ex) {
				this.length = -1;
			}
		}
	}

	private void fail() {
		this.failed = true;
		if (this.change != null) {
			this.change.errorSent();
		}
	}

	@Override
	public void sendError(int status) throws IOException {
		fail();
		super.sendError(status);
	}

	@Override
	public void sendError(int status, String message) throws IOException {
		fail();
		super.sendError(status, message);
	}

	@Override
	public void sendRedirect(String location) throws IOException {
		beginEmpty();
		super.sendRedirect(location);
	}

	@Override
	public void sendRedirect(String location, int status) throws IOException {
		beginEmpty();
		super.sendRedirect(location, status);
	}

	@Override
	public void sendRedirect(String location, boolean clearBuffer) throws IOException {
		beginEmpty();
		super.sendRedirect(location, clearBuffer);
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		beginEmpty();
		super.sendRedirect(location, status, clearBuffer);
	}

}
