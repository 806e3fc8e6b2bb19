package io.chaosmiddleware.document;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sizes of data as texts.
 */
@DisplayName("The size of data")
class DataSizeTextTests {

	@ParameterizedTest
	@CsvSource({ "0B, 0", "500B, 500", "16KB, 16384", "007MB, 7340032", "999999999KB, 1023999998976",
			"99999999MB, 104857598951424", "99999GB, 107373108658176" })
	void hasAUnitAndFitsIntoTheResultHeader(String text, long bytes) {
		assertThat(DataSizeText.parse(text)).isEqualTo(bytes).isLessThan(1_000_000_000_000_000L);
		assertThat(DataSizeText.parse(DataSizeText.of(bytes))).isEqualTo(bytes);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "B", "KB", "5", "1kb", "1 KB", "-1KB", "+1KB", "1.5KB", "0x1B", "1e3B", "\u0661B",
			"1000000000B", "1000000000KB", "100000000MB", "100000GB", "99999999999999999999B", "1TB" })
	void isNotAnythingElse(String text) {
		assertThat(DataSizeText.parse(text)).isNull();
	}

}
