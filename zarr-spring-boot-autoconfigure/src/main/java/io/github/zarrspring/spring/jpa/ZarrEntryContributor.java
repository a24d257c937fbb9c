package io.github.zarrspring.spring.jpa;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.hibernate.boot.ResourceStreamLocator;
import org.hibernate.boot.spi.AdditionalMappingContributions;
import org.hibernate.boot.spi.AdditionalMappingContributor;
import org.hibernate.boot.spi.InFlightMetadataCollector;
import org.hibernate.boot.spi.MetadataBuildingContext;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@link ZarrEntry} to the entities of an application, whatever packages these are
 * looked for in, where {@link ZarrEntryTables} says that there are stores.
 */
public class ZarrEntryContributor implements AdditionalMappingContributor {

	private static final String MAPPING = """
			<entity-mappings xmlns="http://www.hibernate.org/xsd/orm/mapping" version="7.0">
				<entity class="%s" name="ZarrEntry" access="FIELD" metadata-complete="true">
					<table name="zarr_entry_of_all_stores"/>
					<mutable>false</mutable>
					<id-class class="%s"/>
					<attributes>
						<id name="store"><column name="store"/></id>
						<id name="path"><column name="path"/></id>
						<id name="entry"><column name="entry"/></id>
						<basic name="version"><column name="version"/></basic>
						<basic name="size"><column name="size"/></basic>
						<basic name="createdAt"><column name="created_at"/></basic>
						<basic name="updatedAt"><column name="updated_at"/></basic>
					</attributes>
				</entity>
			</entity-mappings>
			""";

	@Override
	public String getContributorName() {
		return "zarr";
	}

	@Override
	public void contribute(AdditionalMappingContributions contributions, InFlightMetadataCollector metadata,
			@Nullable ResourceStreamLocator resources, MetadataBuildingContext context) {
		if (ZarrEntryTables.select(context.getBuildingOptions().getServiceRegistry()) != null) {
			String mapping = String.format(Locale.ROOT, MAPPING, ZarrEntry.class.getName(),
					ZarrEntryId.class.getName());
			contributions.contributeBinding(new ByteArrayInputStream(mapping.getBytes(StandardCharsets.UTF_8)));
		}
	}

}
