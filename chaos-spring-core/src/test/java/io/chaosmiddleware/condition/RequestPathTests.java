package io.chaosmiddleware.condition;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@DisplayName("D20, D7: the path that routes are compared with")
class RequestPathTests {

	@ParameterizedTest
	@CsvSource({ "/users/42,/users/42", "/a%20b,/a b", "/caf%C3%A9,/café", "/a%2Fb,/a/b", "/a%252Fb,/a%2Fb",
			"/a;v=1/b,/a;v=1/b", "/a+b,/a+b", "/a/../b,/a/../b", "/a//b,/a//b" })
	void isPercentDecodedOnceAsUtf8AndOtherwiseAsSent(String raw, String path) {
		assertThat(RequestPath.of(raw)).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "/%,/%", "/%4,/%4", "/%zz,/%zz", "/%-1,/%-1", "/%４１,/%４１", "/%%41,/%A", "/a%,/a%" })
	void keepsMalformedEscapesAsSent(String raw, String path) {
		assertThat(RequestPath.of(raw)).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "/%FF,/\uFFFD", "/%C3x,/\uFFFDx", "/%C3%28,/\uFFFD(" })
	void replacesBytesThatAreNotUtf8(String raw, String path) {
		assertThat(RequestPath.of(raw)).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource({ "//users,/users", "////users//42,/users//42", "//,/", "/,/", "%2F/users,//users" })
	void collapsesLeadingSlashes(String raw, String path) {
		assertThat(RequestPath.of(raw)).isEqualTo(path);
	}

	@Test
	void mayBeEmptyOrWithoutSlashForHostsWithoutHttp() {
		assertThat(RequestPath.of("")).isEmpty();
		assertThat(RequestPath.of("orders.created")).isEqualTo("orders.created");
	}

	@Test
	void isCutAt2048CharactersAfterDecoding() {
		assertThat(RequestPath.of("/".concat("a".repeat(2046)))).hasSize(2047);
		assertThat(RequestPath.of("/".concat("a".repeat(2047)))).hasSize(2048);
		assertThat(RequestPath.of("/".concat("a".repeat(2048)))).hasSize(2048);
		assertThat(RequestPath.of("/".concat("%61".repeat(2047)))).isEqualTo("/" + "a".repeat(2047));
		assertThat(RequestPath.of("/".concat("%61".repeat(2048)))).isEqualTo("/" + "a".repeat(2047));
	}

	@Test
	void isTheSameInstanceIfThereIsNothingToDo() {
		String raw = "/users/42";

		assertThat(RequestPath.of(raw)).isSameAs(raw);
	}

}
