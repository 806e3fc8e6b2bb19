package io.chaosmiddleware.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A class loader that tells which classes it was asked for. A real one keeps a lock for
 * each of these names.
 */
class RecordingClassLoader extends ClassLoader {

	final List<String> asked = Collections.synchronizedList(new ArrayList<>());

	RecordingClassLoader() {
		super(RecordingClassLoader.class.getClassLoader());
	}

	@Override
	protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
		this.asked.add(name);
		return super.loadClass(name, resolve);
	}

}
