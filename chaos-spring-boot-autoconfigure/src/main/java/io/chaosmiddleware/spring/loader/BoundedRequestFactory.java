package io.chaosmiddleware.spring.loader;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.Serial;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Creates requests for the JDK's HTTP client whose duration and size are limited.
 * Spring's factory for that client returns the body as a stream. On Java 17 a thread that
 * reads this stream cannot be interrupted, and closing the stream reads the rest of the
 * body. Here the whole exchange, including the body, is one future, and waiting for it
 * ends with the timeout or when the thread is interrupted. The body of a response is kept
 * only if the call succeeded, and only up to the maximum size.
 */
final class BoundedRequestFactory implements ClientHttpRequestFactory {

	private static final Set<String> SET_BY_CLIENT = Set.of("content-length", "host", "connection");

	private final HttpClient client;

	private final Duration timeout;

	private final int maxSize;

	BoundedRequestFactory(HttpClient client, Duration timeout, int maxSize) {
		this.client = client;
		this.timeout = timeout;
		this.maxSize = maxSize;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
		return new BoundedRequest(uri, method);
	}

	private HttpResponse<byte[]> exchange(HttpRequest request) throws IOException {
		CompletableFuture<HttpResponse<byte[]>> exchange = this.client.sendAsync(request, this::body);
		try {
			return exchange.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new HttpTimeoutException("the exchange took longer than " + this.timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted");
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw new IOException(ex.getCause());
		}
		finally {
			exchange.cancel(true);
		}
	}

	private BodySubscriber<byte[]> body(HttpResponse.ResponseInfo answer) {
		boolean wanted = answer.statusCode() / 100 == 2;
		long announced = answer.headers().firstValueAsLong(HttpHeaders.CONTENT_LENGTH).orElse(0);
		return new BoundedBody(wanted, announced);
	}

	/**
	 * A request with a small body.
	 */
	private final class BoundedRequest extends AbstractClientHttpRequest {

		private final URI uri;

		private final HttpMethod method;

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		BoundedRequest(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			return this.body;
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
			HttpRequest.Builder request = HttpRequest.newBuilder(this.uri)
				.method(this.method.name(), BodyPublishers.ofByteArray(this.body.toByteArray()));
			headers.forEach((name, values) -> {
				if (!SET_BY_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
					values.forEach((value) -> request.header(name, value));
				}
			});
			return new BoundedResponse(exchange(request.build()));
		}

	}

	/**
	 * A response that has been received completely.
	 */
	private static final class BoundedResponse implements ClientHttpResponse {

		private final HttpResponse<byte[]> response;

		private final HttpHeaders headers = new HttpHeaders();

		BoundedResponse(HttpResponse<byte[]> response) {
			this.response = response;
			response.headers().map().forEach(this.headers::put);
		}

		@Override
		public HttpStatusCode getStatusCode() {
			return HttpStatusCode.valueOf(this.response.statusCode());
		}

		@Override
		public String getStatusText() {
			return "";
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.response.body());
		}

		@Override
		public void close() {
		}

	}

	/**
	 * The body of a response. The connection is closed as soon as the rest of the body is
	 * not needed.
	 */
	private final class BoundedBody implements BodySubscriber<byte[]> {

		private final boolean wanted;

		private final long announced;

		private final CompletableFuture<byte[]> body = new CompletableFuture<>();

		private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

		private Flow.@Nullable Subscription subscription;

		BoundedBody(boolean wanted, long announced) {
			this.wanted = wanted;
			this.announced = announced;
		}

		@Override
		public CompletionStage<byte[]> getBody() {
			return this.body;
		}

		@Override
		public void onSubscribe(Flow.Subscription subscription) {
			this.subscription = subscription;
			if (!this.wanted) {
				this.body.complete(new byte[0]);
				subscription.cancel();
			}
			else if (this.announced > BoundedRequestFactory.this.maxSize) {
				tooLarge(subscription);
			}
			else {
				subscription.request(Long.MAX_VALUE);
			}
		}

		@Override
		public void onNext(List<ByteBuffer> buffers) {
			for (ByteBuffer buffer : buffers) {
				if (this.body.isDone()) {
					return;
				}
				if (this.bytes.size() + buffer.remaining() > BoundedRequestFactory.this.maxSize) {
					tooLarge(this.subscription);
					return;
				}
				byte[] chunk = new byte[buffer.remaining()];
				buffer.get(chunk);
				this.bytes.write(chunk, 0, chunk.length);
			}
		}

		private void tooLarge(Flow.@Nullable Subscription subscription) {
			this.body.completeExceptionally(new AnswerTooLargeException());
			if (subscription != null) {
				subscription.cancel();
			}
		}

		@Override
		public void onError(Throwable failure) {
			this.body.completeExceptionally(failure);
		}

		@Override
		public void onComplete() {
			this.body.complete(this.bytes.toByteArray());
		}

	}

	/**
	 * Thrown when the body of a response is larger than the maximum size.
	 */
	static final class AnswerTooLargeException extends IOException {

		@Serial
		private static final long serialVersionUID = 1L;

	}

}
