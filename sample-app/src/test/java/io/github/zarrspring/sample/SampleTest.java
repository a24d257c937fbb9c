package io.github.zarrspring.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;

/**
 * The whole application, called without a server. All tests share one, so each keeps to
 * nodes and stores of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(properties = { "sample.max-values=100000", "sample.max-pixels=200000" })
@AutoConfigureMockMvc
public @interface SampleTest {

}
