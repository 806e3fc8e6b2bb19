package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import io.chaosmiddleware.spring.web.HeldBytes;
import io.chaosmiddleware.spring.web.StreamTypes;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.util.WebUtils;

/**
 * A response whose body can be held until an attack has acted after the handler.
 * Everything passes through unless {@link #hold} is called. What cannot be held, such as
 * a stream or a large body, or one too many, ends the holding by itself. Status and
 * headers are those of the native response at any time, and final where the native
 * response would have been committed, so an answer that is only delayed is the same as
 * without an attack.
 */
final class HeldResponse extends FreezableResponse {

	private final HttpServletRequest request;

	private final long limit;

	private @Nullable HeldStream stream;

	private @Nullable HeldWriter writer;

	private volatile @Nullable Runnable onCommit;

	private @Nullable ResponseHead before;

	private long size;

	private boolean flushed;

	private boolean closed;

	// Whether no more is held than the container would keep back.
	private boolean buffering;

	private @Nullable HeldEnding ending;

	HeldResponse(HttpServletRequest request, HttpServletResponse response, long limit) {
		super(new ChangedResponse(request, response));
		this.request = request;
		this.limit = limit;
	}

	/** Find the held response that a response is or wraps. */
	static @Nullable HeldResponse in(ServletResponse response) {
		return WebUtils.getNativeResponse(response, HeldResponse.class);
	}

	/**
	 * Hold the body from now on.
	 * @param onCommit is called if the body cannot be held any longer, before it is sent
	 */
	void hold(Runnable onCommit) {
		this.before = ResponseHead.of(this);
		this.onCommit = onCommit;
		this.buffering = false;
	}

	/** Change the body of the answer while it is sent. */
	void change(PendingChange change) {
		changed().change(change);
		holdForChange();
	}

	/**
	 * Hold the body until its length is known, if that makes a difference. Otherwise hold
	 * what the container would not send yet, since the application can still drop it.
	 */
	void holdForChange() {
		if (!isHolding() && changed().isPending()) {
			hold(() -> {
			});
			this.buffering = !changed().asksForLength();
		}
	}

	/** Return the response that changes the body. */
	ChangedResponse changed() {
		return (ChangedResponse) getResponse();
	}

	/** Return whether the body is held. */
	boolean isHolding() {
		return this.onCommit != null;
	}

	/** Return whether the handler has answered already, at least in part. */
	boolean hasAnswer() {
		return this.size > 0 || this.flushed || this.closed || this.ending != null;
	}

	/**
	 * Return whether the native response has been sent, or belongs to another protocol.
	 */
	boolean isSent() {
		return super.isCommitted() || getStatus() == HttpStatus.SWITCHING_PROTOCOLS.value();
	}

	/** Return whether the answer of the handler is an error. */
	boolean hasFailed() {
		return getStatus() >= SC_BAD_REQUEST;
	}

	/** Send what is held as the handler has written it. */
	void release() throws IOException {
		if (isHolding()) {
			this.onCommit = null;
			if (changed().isPending() && !this.request.isAsyncStarted()) {
				changed().expect(
						((this.stream != null) ? this.stream.length() : 0)
								+ ((this.writer != null) ? this.writer.length(getCharacterEncoding()) : 0),
						!this.flushed);
			}
			send();
		}
	}

	/** Send what is held, unless it is dropped because of an exception. */
	void leave(boolean failed) throws IOException {
		if (failed && changed().isPending() && !isCommitted()) {
			forget();
		}
		release();
	}

	/**
	 * Remove the whole answer of the handler, with its status and headers.
	 */
	void discard() {
		this.onCommit = null;
		clear();
		this.flushed = false;
		this.closed = false;
		reset();
		if (this.before != null) {
			this.before.restore(this);
		}
		holdForChange();
	}

	/** End the holding, since the body cannot be held any longer. */
	void commit() throws IOException {
		Runnable onCommit = this.onCommit;
		this.onCommit = null;
		if (onCommit != null) {
			onCommit.run();
			send();
		}
	}

	/** Forget what is held, since the request is over. */
	void forget() {
		this.onCommit = null;
		clear();
	}

	private void send() throws IOException {
		try {
			sendHeld();
		}
		finally {
			giveBack();
		}
	}

	private void sendHeld() throws IOException {
		HeldEnding ending = this.ending;
		if (ending != null) {
			this.ending = null;
			ending.send();
			return;
		}
		if (this.stream != null) {
			this.stream.send();
		}
		if (this.writer != null) {
			this.writer.send();
		}
		if (this.flushed) {
			// A container that flushes only what is closed knows its length.
			super.flushBuffer();
		}
		if (this.stream != null) {
			this.stream.end();
		}
		if (this.writer != null) {
			this.writer.end();
		}
	}

	private void clear() {
		if (this.stream != null) {
			this.stream.clear();
		}
		if (this.writer != null) {
			this.writer.clear();
		}
		giveBack();
		this.ending = null;
	}

	private void giveBack() {
		HeldBytes.shared().give(this.size);
		this.size = 0;
	}

	/** Return whether what is about to be written is held. */
	boolean holds(long length) throws IOException {
		if (!isHolding()) {
			return false;
		}
		// Whoever writes after a flush sends a stream.
		long limit = this.buffering ? getBufferSize() : this.limit;
		if (this.flushed || this.closed || this.size + length > limit || isStream()
				|| !HeldBytes.shared().take(length)) {
			commit();
			return false;
		}
		this.size += length;
		return true;
	}

	/**
	 * Return whether what is about to be written goes nowhere. A container ignores what
	 * is written after an error or a redirect.
	 */
	boolean drops() {
		return isHolding() && this.ending != null;
	}

	/** Return whether a flush is held. */
	boolean holdsFlush() throws IOException {
		commitStream();
		this.flushed = isHolding();
		return this.flushed;
	}

	/** Return whether the end of the body is held. */
	boolean holdsClose() throws IOException {
		commitStream();
		this.closed = isHolding();
		return this.closed;
	}

	private void commitStream() throws IOException {
		if (isHolding() && (this.buffering || isStream())) {
			commit();
		}
	}

	private boolean isStream() {
		return isSent() || this.request.isAsyncStarted() || StreamTypes.contain(getContentType());
	}

	@Override
	public ServletOutputStream getOutputStream() throws IOException {
		HeldStream stream = this.stream;
		if (stream == null) {
			stream = new HeldStream(this, super.getOutputStream());
			this.stream = stream;
		}
		return stream;
	}

	@Override
	public PrintWriter getWriter() throws IOException {
		HeldWriter writer = this.writer;
		if (writer == null) {
			// The native writer encodes the text, so its encoding is final now, as it
			// would be without this wrapper.
			writer = HeldWriter.create(this, super.getWriter());
			this.writer = writer;
		}
		return writer;
	}

	@Override
	public void flushBuffer() throws IOException {
		if (!holdsFlush()) {
			super.flushBuffer();
		}
	}

	@Override
	public boolean isCommitted() {
		return super.isCommitted() || isFrozen() || drops();
	}

	@Override
	boolean isFrozen() {
		return isHolding() && (this.flushed || this.closed);
	}

	@Override
	public int getStatus() {
		HeldEnding ending = this.ending;
		return (ending != null) ? ending.status() : super.getStatus();
	}

	@Override
	public void setContentLength(int length) {
		super.setContentLength(length);
		expect(length);
	}

	@Override
	public void setContentLengthLong(long length) {
		super.setContentLengthLong(length);
		expect(length);
	}

	private void expect(long length) {
		if (isHolding() && length > this.limit && !isCommitted()) {
			try {
				commit();
			}
			catch (IOException ex) {
				// Nothing is held yet, or the next write fails as well.
			}
		}
	}

	@Override
	public void reset() {
		discardBody();
		super.reset();
		this.stream = null;
		this.writer = null;
	}

	@Override
	public void resetBuffer() {
		discardBody();
		super.resetBuffer();
	}

	private void discardBody() {
		if (isHolding()) {
			if (isCommitted()) {
				throw new IllegalStateException("The response has been committed");
			}
			clear();
		}
	}

	@Override
	public void sendError(int status) throws IOException {
		end(status, () -> super.sendError(status));
	}

	@Override
	public void sendError(int status, String message) throws IOException {
		end(status, () -> super.sendError(status, message));
	}

	// Each variant calls the same one of the native response, since a wrapper may
	// override only some of them.

	@Override
	public void sendRedirect(String location) throws IOException {
		end(SC_FOUND, () -> super.sendRedirect(location));
	}

	@Override
	public void sendRedirect(String location, int status) throws IOException {
		end(status, () -> super.sendRedirect(location, status));
	}

	@Override
	public void sendRedirect(String location, boolean clearBuffer) throws IOException {
		end(SC_FOUND, () -> super.sendRedirect(location, clearBuffer));
	}

	@Override
	public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
		end(status, () -> super.sendRedirect(location, status, clearBuffer));
	}

	private void end(int status, HeldEnding.Sending sending) throws IOException {
		if (!isHolding()) {
			sending.send();
			return;
		}
		discardBody();
		this.ending = new HeldEnding(status, sending);
	}

}
