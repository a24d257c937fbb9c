package io.github.zarrspring.spring.jpa;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.PersistentClass;

/**
 * Maps {@link ZarrEntry} to a query on the tables of all stores, before Hibernate looks
 * at any table: it takes the entity for a view then, and neither makes, checks nor drops
 * what is behind it.
 */
public class ZarrEntryIntegrator implements Integrator {

	@Override
	public void integrate(Metadata metadata, BootstrapContext context, SessionFactoryImplementor sessionFactory) {
		PersistentClass entity = metadata.getEntityBinding(ZarrEntry.class.getName());
		String select = ZarrEntryTables.select(context.getServiceRegistry());
		if (entity != null && select != null) {
			entity.getTable().setSubselect(select);
		}
	}

}
