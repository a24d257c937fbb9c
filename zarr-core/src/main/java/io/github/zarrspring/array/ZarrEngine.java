package io.github.zarrspring.array;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.zarrspring.codec.BufferPool;
import io.github.zarrspring.codec.CodecFactory;
import io.github.zarrspring.codec.CodecRegistry;
import io.github.zarrspring.dtype.DataTypeFactory;
import io.github.zarrspring.dtype.DataTypes;
import io.github.zarrspring.exception.StoreFailureException;
import io.github.zarrspring.exception.StoreUnavailableException;
import io.github.zarrspring.limits.BytesInFlight;
import io.github.zarrspring.limits.Limits;
import io.github.zarrspring.metadata.MetadataConverter;
import io.github.zarrspring.metadata.MetadataReader;
import io.github.zarrspring.storage.StorageBackend;

/**
 * What all stores of an application share: codecs, limits, threads and buffers. Codec
 * work runs on one bounded pool that the engine owns, waiting for remote stores on
 * threads beside it. Safe for use by several threads; {@link #close} ends its threads.
 */
public final class ZarrEngine implements AutoCloseable {

	private static final long MAX_INDEX_CACHE = 32L << 20;

	private final CodecRegistry codecs;

	private final DataTypes dataTypes;

	private final Limits limits;

	private final boolean writeEmptyChunks;

	private final Duration conflictTimeout;

	private final int parallelism;

	private final int ioConcurrency;

	private final ExecutorService codecExecutor;

	private final ExecutorService ioExecutor;

	private final Semaphore codecPermits;

	private final BufferPool buffers;

	private final KeyLocks locks = new KeyLocks();

	private final LiveNodes liveNodes = new LiveNodes();

	private final BytesInFlight bytesInFlight;

	private final ShardIndexCache shardIndices;

	private ZarrEngine(Builder builder) {
		this.codecs = CodecRegistry.with(builder.codecFactories);
		this.dataTypes = DataTypes.with(builder.dataTypeFactories);
		this.limits = builder.limits;
		this.writeEmptyChunks = builder.writeEmptyChunks;
		this.conflictTimeout = builder.conflictTimeout;
		this.parallelism = builder.parallelism;
		this.ioConcurrency = builder.ioConcurrency;
		this.codecExecutor = executor(threads("zarr-codec-"), this.parallelism, new LinkedBlockingQueue<>());
		// Remote calls wait, so their threads come when they are needed and go when not.
		this.ioExecutor = executor(builder.ioThreads, Integer.MAX_VALUE, new SynchronousQueue<>());
		this.codecPermits = new Semaphore(this.parallelism);
		this.bytesInFlight = new BytesInFlight(this.limits.inFlightBytes());
		this.buffers = new BufferPool(Math.max(this.parallelism, this.ioConcurrency),
				builder.limits.inFlightBytes() / 4, this.limits.chunkBytes());
		this.shardIndices = new ShardIndexCache(Math.min(MAX_INDEX_CACHE, builder.limits.inFlightBytes() / 32));
	}

	private static ThreadFactory threads(String prefix) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			Thread thread = new Thread(task, prefix + number.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		};
	}

	private static ExecutorService executor(ThreadFactory factory, int threads, BlockingQueue<Runnable> queue) {
		boolean bounded = threads < Integer.MAX_VALUE;
		ThreadPoolExecutor executor = new ThreadPoolExecutor(bounded ? threads : 0, threads, 30, TimeUnit.SECONDS,
				queue, factory);
		executor.allowCoreThreadTimeOut(true);
		return executor;
	}

	/**
	 * An engine with its defaults.
	 * @return the engine, to be closed
	 */
	public static ZarrEngine create() {
		return builder().build();
	}

	/**
	 * An engine to be configured.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * The nodes of a store.
	 * @param store the name of the store, for messages
	 * @param backend what keeps its bytes; it is not closed with the engine
	 * @return the nodes
	 */
	public Hierarchy hierarchy(String store, StorageBackend backend) {
		return hierarchy(store, backend, Interceptor.NONE);
	}

	/**
	 * The nodes of a store.
	 * @param store the name of the store, for messages
	 * @param backend what keeps its bytes; it is not closed with the engine
	 * @param interceptor what surrounds each call on the nodes
	 * @return the nodes
	 */
	public Hierarchy hierarchy(String store, StorageBackend backend, Interceptor interceptor) {
		return new Hierarchy(this, store, backend, interceptor);
	}

	/**
	 * The limits.
	 * @return the limits
	 */
	public Limits limits() {
		return this.limits;
	}

	/**
	 * The bytes that may be on their way from remote stores, of all stores and calls
	 * together.
	 * @return the bytes
	 */
	public BytesInFlight bytesInFlight() {
		return this.bytesInFlight;
	}

	/**
	 * The codecs that metadata can ask for.
	 * @return the registry
	 */
	public CodecRegistry codecs() {
		return this.codecs;
	}

	DataTypes dataTypes() {
		return this.dataTypes;
	}

	MetadataReader metadataReader() {
		return new MetadataReader(this.codecs, this.dataTypes, this.limits);
	}

	MetadataConverter converter() {
		return new MetadataConverter(this.codecs, this.dataTypes, this.limits);
	}

	boolean writeEmptyChunks() {
		return this.writeEmptyChunks;
	}

	Duration conflictTimeout() {
		return this.conflictTimeout;
	}

	BufferPool buffers() {
		return this.buffers;
	}

	ShardIndexCache shardIndices() {
		return this.shardIndices;
	}

	KeyLocks locks() {
		return this.locks;
	}

	LiveNodes liveNodes() {
		return this.liveNodes;
	}

	/**
	 * How chunks of a size are worked on in a store.
	 */
	Work work(StorageBackend backend, long chunkBytes) {
		return new Work(backend.capabilities(), chunkBytes, this);
	}

	int parallelism() {
		return this.parallelism;
	}

	int ioConcurrency() {
		return this.ioConcurrency;
	}

	Workers codecWorkers() {
		return new Workers(this.codecExecutor);
	}

	Workers ioWorkers() {
		return new Workers(this.ioExecutor);
	}

	Semaphore codecPermits() {
		return this.codecPermits;
	}

	boolean isClosed() {
		return this.codecExecutor.isShutdown();
	}

	/**
	 * Fail if a loop that could be long is to end.
	 * @throws StoreFailureException if the engine is closed
	 * @throws StoreUnavailableException if the calling thread is interrupted
	 */
	void checkRunning() {
		if (isClosed()) {
			throw new StoreFailureException("The engine is closed");
		}
		if (Thread.currentThread().isInterrupted()) {
			throw new StoreUnavailableException("The thread was interrupted");
		}
	}

	/**
	 * End the threads of the engine. Reads and writes under way go on on the threads of
	 * their callers; copies and walks end.
	 */
	@Override
	public void close() {
		this.codecExecutor.shutdown();
		this.ioExecutor.shutdown();
	}

	/**
	 * Configures an engine.
	 */
	public static final class Builder {

		private final List<CodecFactory> codecFactories = new ArrayList<>();

		private final List<DataTypeFactory> dataTypeFactories = new ArrayList<>();

		private Limits limits = Limits.ofHeap();

		private boolean writeEmptyChunks;

		private Duration conflictTimeout = Duration.ofSeconds(30);

		private int parallelism = Runtime.getRuntime().availableProcessors();

		private int ioConcurrency = 32;

		private ThreadFactory ioThreads = threads("zarr-io-");

		private Builder() {
		}

		/**
		 * Add codecs of one's own.
		 * @param factories what makes them; one with the name of a built-in codec takes
		 * its place
		 * @return this builder
		 */
		public Builder codecs(List<CodecFactory> factories) {
			this.codecFactories.addAll(factories);
			return this;
		}

		/**
		 * Add data types of one's own.
		 * @param factories what recognises them in metadata, which are asked before those
		 * of this library
		 * @return this builder
		 */
		public Builder dataTypes(List<DataTypeFactory> factories) {
			this.dataTypeFactories.addAll(factories);
			return this;
		}

		/**
		 * Set the limits, which otherwise follow from the heap.
		 * @param limits the limits
		 * @return this builder
		 */
		public Builder limits(Limits limits) {
			this.limits = limits;
			return this;
		}

		/**
		 * Set whether chunks that are all fill value are stored; otherwise they are left
		 * out, and removed where they were stored before.
		 * @param writeEmptyChunks whether they are stored
		 * @return this builder
		 */
		public Builder writeEmptyChunks(boolean writeEmptyChunks) {
			this.writeEmptyChunks = writeEmptyChunks;
			return this;
		}

		/**
		 * Set how long a change of a chunk or of metadata is tried again when another
		 * writer comes in between.
		 * @param conflictTimeout the time, 30 seconds by default
		 * @return this builder
		 */
		public Builder conflictTimeout(Duration conflictTimeout) {
			this.conflictTimeout = conflictTimeout;
			return this;
		}

		/**
		 * Set how many chunks are encoded or decoded at a time.
		 * @param parallelism the number of threads, that of the processors by default
		 * @return this builder
		 */
		public Builder parallelism(int parallelism) {
			this.parallelism = parallelism;
			return this;
		}

		/**
		 * Set how many calls to a remote store one call of the API makes at a time.
		 * @param ioConcurrency the number of calls, 32 by default
		 * @return this builder
		 */
		public Builder ioConcurrency(int ioConcurrency) {
			this.ioConcurrency = ioConcurrency;
			return this;
		}

		/**
		 * Set what makes the threads that wait for remote stores.
		 * @param ioThreads makes threads, such as virtual ones; daemon threads by default
		 * @return this builder
		 */
		public Builder ioThreads(ThreadFactory ioThreads) {
			this.ioThreads = ioThreads;
			return this;
		}

		/**
		 * Make the engine.
		 * @return the engine, to be closed
		 */
		public ZarrEngine build() {
			return new ZarrEngine(this);
		}

	}

}
