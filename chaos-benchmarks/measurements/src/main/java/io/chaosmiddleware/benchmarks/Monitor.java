package io.chaosmiddleware.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.util.List;

import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;

/**
 * Watches the threads and the heap of another process, by JMX.
 */
final class Monitor implements AutoCloseable {

	private final JMXConnector connector;

	private final ThreadMXBean threads;

	private final List<MemoryPoolMXBean> heap;

	private Monitor(JMXConnector connector) throws IOException {
		this.connector = connector;
		MBeanServerConnection connection = connector.getMBeanServerConnection();
		this.threads = ManagementFactory.getPlatformMXBean(connection, ThreadMXBean.class);
		this.heap = ManagementFactory.getPlatformMXBeans(connection, MemoryPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.toList();
	}

	static Monitor of(Application application) {
		try {
			VirtualMachine machine = VirtualMachine.attach(String.valueOf(application.pid()));
			try {
				return new Monitor(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
			}
			finally {
				machine.detach();
			}
		}
		catch (AttachNotSupportedException ex) {
			throw new IllegalStateException(ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Forget the peaks of the past.
	 */
	void reset() {
		this.threads.resetPeakThreadCount();
		this.heap.forEach(MemoryPoolMXBean::resetPeakUsage);
	}

	/**
	 * Return how many platform threads there are.
	 * @return the number of threads
	 */
	int threads() {
		return this.threads.getThreadCount();
	}

	/**
	 * Return the most platform threads since the {@linkplain #reset() reset}.
	 * @return the number of threads
	 */
	int peakThreads() {
		return this.threads.getPeakThreadCount();
	}

	/**
	 * Return the most heap in use since the {@linkplain #reset() reset}: the sum of the
	 * peaks of its parts, so that it is an upper bound.
	 * @return the heap in MiB
	 */
	long peakHeap() {
		return this.heap.stream().mapToLong((pool) -> pool.getPeakUsage().getUsed()).sum() >> 20;
	}

	@Override
	public void close() {
		try {
			this.connector.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
