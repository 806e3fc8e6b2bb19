package io.chaosmiddleware.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A customer of the shop, who may attack it.
 *
 * @param port where the shop is
 */
record ShopClient(int port) {

	static final String ATTACK = "x-proofdock-attack";

	static final String RESULT = "x-proofdock-attack-result";

	static String delay(int seconds) {
		return "{\"actions\": [{\"name\": \"delay\", \"value\": \"" + seconds + "\"}]}";
	}

	static String fault(String exception) {
		return "{\"actions\": [{\"name\": \"fault\", \"value\": \"" + exception + "\"}]}";
	}

	HttpResponse<String> get(String path, String... headers) {
		return send("GET", path, null, headers);
	}

	HttpResponse<String> attack(String path, String attack) {
		return get(path, ATTACK, attack);
	}

	HttpResponse<String> post(String path, String json, String... headers) {
		HttpRequest.Builder request = request(path, headers).header("content-type", "application/json");
		return send(request.POST(BodyPublishers.ofString(json)).build());
	}

	HttpResponse<String> send(String method, String path, String body, String... headers) {
		return send(request(path, headers)
			.method(method, (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody())
			.build());
	}

	private HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path))
			.timeout(Duration.ofSeconds(30));
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private static HttpResponse<String> send(HttpRequest request) {
		// a connection of its own for every request, as curl does it: Reactor Netty 1.3.7
		// may stop reading from a kept-alive one (reactor/reactor-netty#4361)
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
		try {
			return client.send(request, BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
