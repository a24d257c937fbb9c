package io.github.zarrspring.spring.jpa;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * A repository of an application.
 */
public interface Measurements extends JpaRepository<Measurement, Long> {

}
