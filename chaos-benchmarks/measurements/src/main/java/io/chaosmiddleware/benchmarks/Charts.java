package io.chaosmiddleware.benchmarks;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.chaosmiddleware.benchmarks.Results.Lateness;
import io.chaosmiddleware.benchmarks.Results.RequestSample;
import io.chaosmiddleware.benchmarks.Statistics.Estimate;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The pictures, as SVG.
 */
final class Charts {

	// colours that most people can tell apart
	private static final Color BLUE = new Color(0, 114, 178);

	private static final Color ORANGE = new Color(213, 94, 0);

	private static final Color GRID = new Color(225, 225, 225);

	private static final int WIDTH = 860;

	private static final int FONT_SIZE = 14;

	static {
		System.setProperty("java.awt.headless", "true");
	}

	private Charts() {
	}

	/**
	 * Draw what requests cost: for each variant its name, and below it for each stack a
	 * point with its interval.
	 * @param samples the results
	 * @return the picture
	 */
	static byte[] requests(List<RequestSample> samples) {
		List<String> variants = Comparison.ofRequests(samples, samples.get(0).stack(), RequestSample::cpu)
			.variants()
			.stream()
			.filter((variant) -> !variant.equals(Comparison.PLAIN))
			.toList();
		XYChart chart = chart(90 + 60 * variants.size(), "CPU time per request as a ratio to the plain application: "
				+ "the median, and the medians of the starts", "");
		XYStyler styler = chart.getStyler();
		styler.setYAxisMin(-variants.size() + 0.4).setYAxisMax(0.5).setXAxisDecimalPattern("0.00");
		styler.setYAxisTicksVisible(false).setPlotGridHorizontalLinesVisible(false);
		for (Stack stack : Stack.values()) {
			Comparison cpu = Comparison.ofRequests(samples, stack, RequestSample::cpu);
			if (!cpu.variants().isEmpty()) {
				ratios(chart, stack, variants, cpu);
			}
		}
		styler.setAnnotationLineColor(Color.BLACK).setAnnotationLineStroke(new BasicStroke(1));
		chart.addAnnotation(new AnnotationLine(1, true, false));
		// beside the axis, XChart would not draw them where asked
		double middle = (chart.getSeriesCollection().stream().mapToDouble(XYSeries::getXMin).min().orElseThrow()
				+ chart.getSeriesCollection().stream().mapToDouble(XYSeries::getXMax).max().orElseThrow()) / 2;
		variants.forEach((variant) -> chart
			.addAnnotation(new AnnotationText(variant, middle, 0.3 - variants.indexOf(variant), false)));
		return svg(chart);
	}

	private static void ratios(XYChart chart, Stack stack, List<String> variants, Comparison cpu) {
		Color color = (stack == Stack.TOMCAT) ? BLUE : ORANGE;
		double shift = (stack == Stack.TOMCAT) ? 0 : 0.2;
		double[] ratios = new double[variants.size()];
		double[] rows = new double[variants.size()];
		for (int i = 0; i < ratios.length; i++) {
			Estimate ratio = variants.get(i).equals(Comparison.PLAIN_AGAIN)
					? cpu.ratio(Comparison.PLAIN_AGAIN, Comparison.PLAIN) : cpu.ratioToBothPlain(variants.get(i));
			ratios[i] = ratio.median();
			rows[i] = -i - shift;
			// XChart's error bars are vertical, and as long above as below
			if (ratio.bounded()) {
				line(chart, stack + variants.get(i), new double[] { ratio.low(), ratio.high() },
						new double[] { rows[i], rows[i] }, color)
					.setShowInLegend(false);
			}
		}
		XYSeries points = chart.addSeries(stack.title(), ratios, rows);
		points.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
		points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
	}

	/**
	 * Draw how late delays end on WebFlux while the load is steady. The percentiles are
	 * drawn by their nines, as everything of interest is among the last of them.
	 * @param results the results
	 * @return the picture
	 */
	static byte[] lateness(List<Lateness> results) {
		XYChart chart = chart(400, "percentile of the delays", "lateness (ms)");
		XYStyler styler = chart.getStyler();
		styler.setYAxisMin(0.0).setYAxisDecimalPattern("0.0");
		styler.setXAxisTickMarkSpacingHint(150).setXAxisTickLabelsFormattingFunction(Charts::percentile);
		results.stream()
			.filter((lateness) -> lateness.server().equals(Stack.NETTY.title()) && lateness.load().equals("steady"))
			.sorted(Comparator.comparing(Lateness::delay))
			.forEach((lateness) -> {
				Map<Double, Double> percentiles = new TreeMap<>(lateness.percentiles());
				// no number of nines is enough for it
				percentiles.remove(100.0);
				line(chart, lateness.delay(),
						percentiles.keySet()
							.stream()
							.mapToDouble((percentile) -> -Math.log10(1 - percentile / 100))
							.toArray(),
						percentiles.values().stream().mapToDouble((microseconds) -> microseconds / 1000).toArray(),
						lateness.delay().equals("injected") ? BLUE : ORANGE);
			});
		return svg(chart);
	}

	// all differ, as XChart never ends if it finds no ticks whose labels do
	private static String percentile(double nines) {
		BigDecimal rest = (nines == Math.rint(nines)) ? BigDecimal.ONE.movePointLeft((int) nines - 2)
				: BigDecimal.valueOf(Math.pow(10, 2 - nines));
		return BigDecimal.valueOf(100).subtract(rest).stripTrailingZeros().toPlainString() + " %";
	}

	private static XYChart chart(int height, String x, String y) {
		XYChart chart = new XYChartBuilder().width(WIDTH).height(height).xAxisTitle(x).yAxisTitle(y).build();
		XYStyler styler = chart.getStyler();
		Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
		styler.setBaseFont(font).setLegendFont(font).setLocale(Locale.US).setLegendPosition(LegendPosition.OutsideS);
		styler.setLegendLayout(LegendLayout.Horizontal).setLegendBorderColor(Color.WHITE);
		styler.setChartBackgroundColor(Color.WHITE).setPlotBorderVisible(false).setChartTitleVisible(false);
		styler.setAnnotationTextFont(font);
		styler.setAxisTickLabelsFont(font).setAxisTitleFont(font).setPlotGridLinesColor(GRID);
		return chart;
	}

	private static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color color) {
		XYSeries line = chart.addSeries(name, x, y);
		line.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(new BasicStroke(2));
		return line;
	}

	private static byte[] svg(XYChart chart) {
		try {
			return ChartEncoder.getBytes(chart, "svg");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
