package io.github.zarrspring.array;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.zarrspring.storage.StorageBackend;
import io.github.zarrspring.storage.filesystem.FilesystemBackend;

/**
 * Works on an array of a filesystem store in a process of its own, with several threads,
 * and prints what it did, one line a thread.
 */
public final class ArrayProcess {

	private ArrayProcess() {
	}

	public static void main(String[] args) throws Exception {
		int threads = Integer.parseInt(args[2]);
		int count = Integer.parseInt(args[3]);
		int first = Integer.parseInt(args[4]);
		String[] lines = new String[threads];
		try (ZarrEngine engine = ZarrEngine.create();
				StorageBackend backend = new FilesystemBackend(Path.of(args[1]))) {
			ZarrArray array = engine.hierarchy("child", backend).open("a");
			System.out.println("ready");
			System.in.read();
			Threads.run(threads, (thread) -> lines[thread] = switch (args[0]) {
				case "increment" -> Arrays.toString(Increments.run(array, count, first + thread));
				case "race" -> RacingChunk.run(array, count, first + thread).format();
				case "append" -> append(array, count, first + thread);
				default -> throw new IllegalArgumentException(args[0]);
			});
		}
		for (String line : lines) {
			System.out.println(line);
		}
	}

	private static String append(ZarrArray array, int count, int writer) {
		List<Long> starts = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			long[] row = new long[(int) array.shape()[1]];
			Arrays.fill(row, writer);
			starts.add(array.append(NdArray.of(row, 1, row.length)));
		}
		return writer + ":" + starts;
	}

	/**
	 * Start a process, wait until it is ready and let it begin.
	 */
	static List<String> runAll(Path directory, String work, int processes, int threads, int count)
			throws IOException, InterruptedException {
		List<Process> started = new ArrayList<>();
		for (int i = 0; i < processes; i++) {
			started.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-Xmx256m", "-cp", System.getProperty("java.class.path"), ArrayProcess.class.getName(), work,
					directory.toString(), Integer.toString(threads), Integer.toString(count),
					Integer.toString(i * threads))
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start());
		}
		List<String> lines = new ArrayList<>();
		for (Process process : started) {
			BufferedReader output = process.inputReader();
			if (!"ready".equals(output.readLine())) {
				throw new IOException("The process has ended with " + process.waitFor());
			}
		}
		for (Process process : started) {
			process.getOutputStream().write(1);
			process.getOutputStream().flush();
		}
		for (Process process : started) {
			lines.addAll(process.inputReader().lines().toList());
			if (process.waitFor() != 0) {
				throw new IOException("The process has ended with " + process.exitValue());
			}
		}
		return lines;
	}

}
