package io.chaosmiddleware.spring.contract;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;

/**
 * Exceptions of an application whose methods do what nobody expects.
 */
final class HostileExceptions {

	/** Those that can be made at all. */
	static final List<Class<? extends Throwable>> ALL = List.of(WithoutTrace.class, SecretiveAboutTrace.class,
			StubbornAboutTrace.class, WithoutText.class, WithoutMessage.class, SecretiveAboutMessage.class,
			SecretiveAboutText.class, SecretiveAboutCause.class, ItsOwnCause.class, Unsuppressing.class,
			Unprintable.class, Incomparable.class, Mute.class, MuteError.class);

	private HostileExceptions() {
	}

	static RuntimeException secret() {
		return new UnsupportedOperationException("do not ask");
	}

	static class WithoutTrace extends RuntimeException {

		@Override
		public StackTraceElement[] getStackTrace() {
			return null;
		}

	}

	static class SecretiveAboutTrace extends RuntimeException {

		@Override
		public StackTraceElement[] getStackTrace() {
			throw secret();
		}

	}

	static class StubbornAboutTrace extends RuntimeException {

		@Override
		public void setStackTrace(StackTraceElement[] stackTrace) {
			throw secret();
		}

	}

	static class WithoutText extends RuntimeException {

		@Override
		public String toString() {
			return null;
		}

	}

	static class WithoutMessage extends RuntimeException {

		@Override
		public String getLocalizedMessage() {
			throw secret();
		}

	}

	static class SecretiveAboutMessage extends RuntimeException {

		@Override
		public String getMessage() {
			throw secret();
		}

	}

	static class SecretiveAboutText extends RuntimeException {

		@Override
		public String toString() {
			throw secret();
		}

	}

	static class SecretiveAboutCause extends RuntimeException {

		@Override
		public Throwable getCause() {
			throw secret();
		}

	}

	static class ItsOwnCause extends RuntimeException {

		@Override
		public Throwable getCause() {
			return this;
		}

	}

	static class Unsuppressing extends RuntimeException {

		Unsuppressing() {
			super("nothing beside me", null, false, false);
		}

	}

	static class Unprintable extends RuntimeException {

		@Override
		public void printStackTrace(PrintStream stream) {
			throw secret();
		}

		@Override
		public void printStackTrace(PrintWriter writer) {
			throw secret();
		}

	}

	static class Incomparable extends RuntimeException {

		@Override
		public boolean equals(Object other) {
			throw secret();
		}

		@Override
		public int hashCode() {
			throw secret();
		}

	}

	/** Says nothing at all, and is checked. */
	static class Mute extends Exception {

		@Override
		public String toString() {
			throw secret();
		}

		@Override
		public String getMessage() {
			throw secret();
		}

		@Override
		public Throwable getCause() {
			throw secret();
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			throw secret();
		}

		@Override
		public void setStackTrace(StackTraceElement[] stackTrace) {
			throw secret();
		}

	}

	static class MuteError extends Error {

		@Override
		public String toString() {
			throw secret();
		}

		@Override
		public String getMessage() {
			throw secret();
		}

		@Override
		public StackTraceElement[] getStackTrace() {
			return null;
		}

	}

	/** Cannot be made. */
	static class Unfilled extends RuntimeException {

		@Override
		public synchronized Throwable fillInStackTrace() {
			throw secret();
		}

	}

	/** Cannot be initialised, with an error that nothing wraps. */
	static class Uninitialised extends RuntimeException {

		static {
			fail();
		}

		private static void fail() {
			throw new AssertionError("not today");
		}

	}

}
