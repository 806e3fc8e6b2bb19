package io.chaosmiddleware.spring.loader;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import org.jspecify.annotations.Nullable;

/**
 * A Chaos API on loopback, which answers what a test tells it to.
 */
public final class TestApi implements AutoCloseable {

	/** What most tests load: a delay of one second. */
	public static final String DELAY = "[{\"name\": \"delay\", \"value\": \"1\"}]";

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "test-api");
		thread.setDaemon(true);
		return thread;
	});

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	private volatile HttpHandler handler = (exchange) -> answer(exchange, 200, DELAY);

	private TestApi(HttpServer server) {
		this.server = server;
		server.setExecutor(this.executor);
		server.createContext("/", this::handle);
		server.start();
	}

	public static TestApi start() {
		return start(0);
	}

	public static TestApi start(int port) {
		try {
			return new TestApi(HttpServer.create(loopback(port), 0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static TestApi startTls(TestCertificates certificates) {
		try {
			HttpsServer server = HttpsServer.create(loopback(0), 0);
			server.setHttpsConfigurator(new HttpsConfigurator(certificates.serverContext()));
			return new TestApi(server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static InetSocketAddress loopback(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			this.requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
					Map.copyOf(exchange.getRequestHeaders()), new String(body, StandardCharsets.UTF_8)));
			this.handler.handle(exchange);
		}
	}

	static void answer(HttpExchange exchange, int status, String body) throws IOException {
		answer(exchange, status, body.getBytes(StandardCharsets.UTF_8));
	}

	static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
	}

	public void answers(HttpHandler handler) {
		this.handler = handler;
	}

	public void answers(int status, String body) {
		this.handler = (exchange) -> answer(exchange, status, body);
	}

	public List<Request> requests() {
		return this.requests;
	}

	public Request request() {
		return this.requests.get(this.requests.size() - 1);
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	public URI url() {
		return URI.create(((this.server instanceof HttpsServer) ? "https" : "http") + "://127.0.0.1:" + port());
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * A request as it came.
	 *
	 * @param method the method
	 * @param uri the request target
	 * @param headers the headers
	 * @param body the body
	 */
	public record Request(String method, String uri, Map<String, List<String>> headers, String body) {

		public @Nullable String header(String name) {
			List<String> values = this.headers.get(name);
			return (values != null) ? String.join("|", values) : null;
		}

	}

}
