package io.github.zarrspring.sample.survey;

import org.springframework.data.jpa.repository.JpaRepository;

/**
 * The surveys in the database.
 */
interface Surveys extends JpaRepository<Survey, Long> {

}
