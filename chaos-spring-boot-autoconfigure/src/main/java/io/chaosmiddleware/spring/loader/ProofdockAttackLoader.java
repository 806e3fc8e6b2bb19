package io.chaosmiddleware.spring.loader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import io.chaosmiddleware.attack.Action;
import io.chaosmiddleware.attack.Attack;
import io.chaosmiddleware.document.AttackLimits;
import io.chaosmiddleware.attack.AttackParser;
import io.chaosmiddleware.attack.AttackRefusedException;
import io.chaosmiddleware.document.PrintableText;
import io.chaosmiddleware.document.Problem;
import io.chaosmiddleware.document.Reason;
import io.chaosmiddleware.condition.ApplicationIdentity;
import io.chaosmiddleware.engine.AttackLoader;
import io.chaosmiddleware.spring.loader.ChaosApiException.Kind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

/**
 * Loads attacks from the Chaos API, with one exchange for each call (decisions L2 to L5
 * in docs/differences.md). It must be called by one thread at a time. The HTTP client is
 * created by the first call.
 */
public final class ProofdockAttackLoader implements AttackLoader {

	private static final Logger logger = LoggerFactory.getLogger(ProofdockAttackLoader.class);

	private static final String LANGUAGE_HEADER = "x-proofdock-language";

	private static final String WHOLE_ATTACKS = "2";

	private static final int MAX_NAMED_PROBLEMS = 3;

	private final ChaosApi api;

	private final ApplicationIdentity identity;

	private final AttackLimits limits;

	private final Clock clock;

	private volatile @Nullable SslBundle sslBundle;

	private volatile @Nullable RestClient client;

	private volatile @Nullable HttpClient httpClient;

	/**
	 * Create a loader.
	 * @param api the API to call
	 * @param identity the identity of this application
	 * @param limits the limits of a response
	 * @param sslBundle the trust material, {@code null} for the default of the JVM
	 */
	public ProofdockAttackLoader(ChaosApi api, ApplicationIdentity identity, AttackLimits limits,
			@Nullable SslBundle sslBundle) {
		this(api, identity, limits, sslBundle, Clock.systemUTC());
	}

	ProofdockAttackLoader(ChaosApi api, ApplicationIdentity identity, AttackLimits limits,
			@Nullable SslBundle sslBundle, Clock clock) {
		this.api = api;
		this.identity = identity;
		this.limits = limits;
		this.sslBundle = sslBundle;
		this.clock = clock;
	}

	/**
	 * Use another SSL bundle from the next call on, for example because certificates were
	 * renewed.
	 * @param sslBundle the SSL bundle
	 */
	public void useSslBundle(SslBundle sslBundle) {
		this.sslBundle = sslBundle;
		this.client = null;
	}

	/**
	 * Close the connection. Before JDK 21 the HTTP client cannot be closed, and the
	 * connection ends with its idle timeout.
	 */
	@Override
	public void disconnect() {
		HttpClient before = this.httpClient;
		this.client = null;
		this.httpClient = null;
		if (before instanceof AutoCloseable closeable) {
			try {
				closeable.close();
			}
			catch (Exception ex) {
				logger.debug("The connection to the Chaos API was not closed", ex);
			}
		}
	}

	@Override
	public List<Attack> load() throws ChaosApiException {
		Answer answer = call();
		if (answer.status() / 100 != 2) {
			throw failure(answer);
		}
		try {
			return read(answer);
		}
		catch (AttackRefusedException ex) {
			throw failure(ex);
		}
		catch (IOException ex) {
			throw new ChaosApiException(Kind.UNREADABLE, "the Chaos API's answer is not valid gzip", ex);
		}
	}

	private Answer call() throws ChaosApiException {
		try {
			return client().post()
				.uri(this.api.synchronizeUrl())
				.header(HttpHeaders.AUTHORIZATION, "Bearer " + this.api.token())
				.header(HttpHeaders.ACCEPT_ENCODING, "gzip")
				.header(LANGUAGE_HEADER, WHOLE_ATTACKS)
				.accept(MediaType.APPLICATION_JSON)
				.contentType(MediaType.APPLICATION_JSON)
				.body(body())
				.exchangeForRequiredValue((request, response) -> new Answer(response.getStatusCode().value(),
						response.getHeaders(), response.getBody().readAllBytes()));
		}
		catch (ResourceAccessException ex) {
			throw failure((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (RuntimeException ex) {
			throw failure(ex);
		}
	}

	private byte[] body() {
		Map<String, @Nullable String> body = new LinkedHashMap<>();
		body.put("id", this.identity.id());
		body.put("env", this.identity.environment());
		body.put("name", this.identity.application());
		// The original client sends ASCII only.
		return JsonMapper.shared().writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsBytes(body);
	}

	private RestClient client() {
		RestClient client = this.client;
		if (client == null) {
			HttpClient httpClient = httpClient();
			this.httpClient = httpClient;
			client = RestClient.builder()
				.requestFactory(new BoundedRequestFactory(httpClient, this.api.timeout(), this.limits.maxSize()))
				.configureMessageConverters(
						(converters) -> converters.addCustomConverter(new ByteArrayHttpMessageConverter()))
				.build();
			this.client = client;
		}
		return client;
	}

	private HttpClient httpClient() {
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				(task) -> {
					Thread thread = new Thread(task, "chaos-loader-http");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		HttpClient.Builder builder = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(this.api.timeout())
			.executor(executor);
		SslBundle bundle = this.sslBundle;
		if (bundle != null) {
			builder.sslContext(bundle.createSslContext());
			builder.sslParameters(
					new SSLParameters(bundle.getOptions().getCiphers(), bundle.getOptions().getEnabledProtocols()));
		}
		return builder.build();
	}

	// An API that knows nothing of the version of the language answers with actions only.
	private List<Attack> read(Answer answer) throws ChaosApiException, IOException {
		AttackParser parser = new AttackParser(this.limits);
		if (WHOLE_ATTACKS.equals(answer.headers().getFirst(LANGUAGE_HEADER))) {
			return parser.parseAttacks(decode(answer));
		}
		List<Action> actions = parser.parseActions(decode(answer));
		return actions.isEmpty() ? List.of() : List.of(new Attack(actions));
	}

	private byte[] decode(Answer answer) throws ChaosApiException, IOException {
		String encoding = answer.headers().getFirst(HttpHeaders.CONTENT_ENCODING);
		if (encoding == null || encoding.equalsIgnoreCase("identity")) {
			return answer.body();
		}
		if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
			throw new ChaosApiException(Kind.UNREADABLE,
					"the Chaos API's answer has the content encoding '" + printable(encoding) + "'; use gzip or none",
					null);
		}
		try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
			byte[] decoded = input.readNBytes(this.limits.maxSize());
			if (input.read() != -1) {
				throw tooLarge(null);
			}
			return decoded;
		}
	}

	private ChaosApiException failure(Answer answer) {
		int status = answer.status();
		Duration retryAfter = retryAfter(answer.headers());
		String location = answer.headers().getFirst(HttpHeaders.LOCATION);
		if (status / 100 == 3 && location != null) {
			return new ChaosApiException(Kind.REDIRECT, "the Chaos API redirects to '" + printable(location)
					+ "' (status " + status + "), which is not followed", status, retryAfter);
		}
		if (status == HttpStatus.UNAUTHORIZED.value() || status == HttpStatus.FORBIDDEN.value()) {
			return new ChaosApiException(Kind.STATUS, "the Chaos API says: token refused (status " + status + ")",
					status, retryAfter);
		}
		return new ChaosApiException(Kind.STATUS, "the Chaos API answers with status " + status, status, retryAfter);
	}

	private ChaosApiException failure(AttackRefusedException refusal) {
		if (refusal.reason() == Reason.TOO_LARGE) {
			return tooLarge(refusal);
		}
		List<Problem> problems = refusal.problems();
		String named = problems.stream()
			.limit(MAX_NAMED_PROBLEMS)
			.map(Problem::toString)
			.collect(Collectors.joining("; "));
		String more = (problems.size() > MAX_NAMED_PROBLEMS) ? "; and more" : "";
		return (refusal.reason() == Reason.NOT_JSON)
				? new ChaosApiException(Kind.UNREADABLE, withoutToken("the Chaos API's answer is not JSON: " + named),
						refusal)
				: new ChaosApiException(Kind.REFUSED,
						withoutToken("the Chaos API's answer is not a list of actions: " + named + more), null);
	}

	private ChaosApiException failure(Throwable cause) {
		if (cause instanceof BoundedRequestFactory.AnswerTooLargeException) {
			return tooLarge(cause);
		}
		if (cause instanceof HttpTimeoutException) {
			return new ChaosApiException(Kind.TIMEOUT, "the Chaos API did not answer completely within "
					+ this.api.timeout().toString().substring(2).toLowerCase(Locale.ROOT), cause);
		}
		return new ChaosApiException(Kind.TRANSPORT, "the Chaos API cannot be reached: " + describe(cause), cause);
	}

	private String describe(Throwable cause) {
		if (cause instanceof UnknownHostException || cause.getCause() instanceof UnresolvedAddressException) {
			return "unknown host";
		}
		if (cause instanceof ConnectException) {
			return "connection refused";
		}
		if (cause instanceof InterruptedIOException) {
			return "the call was interrupted";
		}
		String message = (cause.getMessage() != null) ? " (" + printable(cause.getMessage()) + ")" : "";
		if (cause instanceof SSLException) {
			return "no trusted TLS connection" + message + "; see 'chaos.middleware.proofdock.ssl.bundle'";
		}
		return ((cause instanceof IOException) ? "connection broken" : cause.getClass().getName()) + message;
	}

	private ChaosApiException tooLarge(@Nullable Throwable cause) {
		return new ChaosApiException(Kind.TOO_LARGE,
				"the Chaos API's answer is larger than " + this.limits.maxSize() + " bytes", cause);
	}

	private @Nullable Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		if (value.matches("[0-9]+")) {
			return Duration.ofSeconds((value.length() > 9) ? Integer.MAX_VALUE : Long.parseLong(value));
		}
		try {
			Instant date = Instant.ofEpochMilli(headers.getFirstDate(HttpHeaders.RETRY_AFTER));
			Duration wait = Duration.between(this.clock.instant(), date);
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private String printable(String text) {
		return PrintableText.of(withoutToken(text));
	}

	// The server knows the token and may repeat it in a message.
	private String withoutToken(String text) {
		return text.replace(this.api.token(), "***");
	}

	/**
	 * A response of the Chaos API.
	 *
	 * @param status the status
	 * @param headers the headers
	 * @param body the encoded body, empty unless the call succeeded
	 */
	private record Answer(int status, HttpHeaders headers, byte[] body) {

	}

}
