package io.chaosmiddleware.spring.web;

import java.util.ArrayList;
import java.util.List;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

/**
 * Finds beans in the same way and order as Spring's dispatchers find their handler
 * mappings and adapters. An {@code ObjectProvider} has another order and leaves out
 * beans.
 */
public final class DispatcherBeans {

	private DispatcherBeans() {
	}

	/**
	 * Find the beans of a type.
	 * @param <T> the type
	 * @param context the context of the dispatcher, whose ancestors are searched too
	 * @param type the type
	 * @return the beans in their order
	 */
	public static <T> List<T> find(ListableBeanFactory context, Class<T> type) {
		List<T> beans = new ArrayList<>(
				BeanFactoryUtils.beansOfTypeIncludingAncestors(context, type, true, false).values());
		AnnotationAwareOrderComparator.sort(beans);
		return beans;
	}

}
