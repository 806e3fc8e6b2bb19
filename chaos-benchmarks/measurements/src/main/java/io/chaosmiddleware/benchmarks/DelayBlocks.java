package io.chaosmiddleware.benchmarks;

import io.chaosmiddleware.benchmarks.Delays.Bursts;
import io.chaosmiddleware.benchmarks.Delays.Others;
import io.chaosmiddleware.benchmarks.Delays.Timers;
import io.chaosmiddleware.benchmarks.Results.DelayResult;
import io.chaosmiddleware.benchmarks.Results.Lateness;

/**
 * How many delays there can be, how exact they are, and what others notice.
 */
final class DelayBlocks {

	private DelayBlocks() {
	}

	static String bursts(DelayResult results) {
		Table table = Table.of("Server", "Delay", ">Requests", ">Median", ">Worst", ">Threads before", ">Most threads",
				">Most heap");
		for (Bursts bursts : Delays.bursts(results)) {
			table.row(bursts.server(), bursts.delay(), Text.number(bursts.requests()),
					Text.decimals(bursts.seconds(), 2) + " s", Text.decimals(bursts.worstSeconds(), 2) + " s",
					bursts.idleThreads(), Text.number(bursts.peakThreads()), Text.number(bursts.peakHeap()) + " MiB");
		}
		return table.toString();
	}

	static String lateness(DelayResult results) {
		Table table = Table.of("Server", "Load", "Delay", ">Delays", ">Median", ">99 %", ">Maximum");
		for (Timers timers : Delays.timers(results)) {
			lateness(table, timers.injected());
			lateness(table, timers.platform());
			table.row(timers.injected().server(), timers.injected().load(), "difference", "",
					Text.difference(timers.difference(Lateness::median) / 1000) + " ms",
					Text.difference(timers.difference(Lateness::p99) / 1000) + " ms", "");
		}
		return table.toString();
	}

	private static void lateness(Table table, Lateness lateness) {
		table.row(lateness.server(), lateness.load(), lateness.delay(), Text.number(lateness.count()),
				Text.milliseconds(lateness.median()), Text.milliseconds(lateness.p99()),
				Text.milliseconds(lateness.max()));
	}

	static String others(DelayResult results) {
		Table table = Table.of("Server", ">Median, idle", ">99 %, idle", ">Median, 10,000 delayed",
				">99 %, 10,000 delayed", ">Ratio of the 99 %");
		for (Others others : Delays.others(results)) {
			table.row(others.idle().server(), Text.milliseconds(others.idle().median()),
					Text.milliseconds(others.idle().p99()), Text.milliseconds(others.delayed().median()),
					Text.milliseconds(others.delayed().p99()), Text.decimals(others.ratio(), 2));
		}
		return table.toString();
	}

}
