package io.chaosmiddleware.spring.servlet;

import java.io.IOException;
import java.nio.ByteBuffer;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

import org.springframework.util.FastByteArrayOutputStream;

/**
 * The stream of a {@link HeldResponse}.
 */
final class HeldStream extends ServletOutputStream {

	private final HeldResponse response;

	private final ServletOutputStream target;

	private final FastByteArrayOutputStream held = new FastByteArrayOutputStream();

	private boolean closed;

	HeldStream(HeldResponse response, ServletOutputStream target) {
		this.response = response;
		this.target = target;
	}

	/** Return how many bytes are held. */
	long length() {
		return this.held.size();
	}

	/** Send what is held. */
	void send() throws IOException {
		this.held.writeTo(this.target);
		this.held.reset();
	}

	/** Close the native stream if this one is closed. */
	void end() throws IOException {
		if (this.closed) {
			this.target.close();
		}
	}

	/** Forget what is held. */
	void clear() {
		this.held.reset();
		this.closed = false;
	}

	@Override
	public void write(int b) throws IOException {
		if (this.response.drops()) {
			return;
		}
		if (this.response.holds(1)) {
			this.held.write(b);
		}
		else {
			this.target.write(b);
		}
	}

	@Override
	public void write(byte[] b, int off, int len) throws IOException {
		if (this.response.drops()) {
			return;
		}
		if (len > 0 && this.response.holds(len)) {
			this.held.write(b, off, len);
		}
		else {
			this.target.write(b, off, len);
		}
	}

	@Override
	public void write(ByteBuffer buffer) throws IOException {
		if (!this.response.isHolding()) {
			this.target.write(buffer);
			return;
		}
		byte[] content = new byte[buffer.remaining()];
		buffer.get(content);
		write(content, 0, content.length);
	}

	@Override
	public void flush() throws IOException {
		if (!this.response.holdsFlush()) {
			this.target.flush();
		}
	}

	@Override
	public void close() throws IOException {
		if (this.response.holdsClose()) {
			this.closed = true;
		}
		else {
			this.target.close();
		}
	}

	@Override
	public boolean isReady() {
		return this.response.isHolding() || this.target.isReady();
	}

	@Override
	public void setWriteListener(WriteListener listener) {
		try {
			this.response.commit();
		}
		catch (IOException ex) {
			// The listener is told when it writes.
		}
		this.target.setWriteListener(listener);
	}

}
