// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command line of a running cluster. In an executable jar, Boot's loader starts it:
 * {@code java -Djarmode=cluster -jar app.jar}. For all other applications it is a main
 * class: {@code java -cp <class path> dev.bootcluster.cli.ClusterCommandLine}.
 */
public final class ClusterCommandLine {

	private static final String COMPLETION = "generate-completion";

	private ClusterCommandLine() {
	}

	/**
	 * Run a command and end this JVM with its exit code: 0 if it is done, 1 if it failed,
	 * 2 if it was not understood, 3 if no cluster runs.
	 * @param arguments the command and its arguments
	 */
	public static void main(String[] arguments) {
		int exitCode = run(Shell.ofThisProcess(), arguments);
		System.out.flush();
		System.exit(exitCode);
	}

	static int run(Shell shell, String... arguments) {
		Map<String, Supplier<Object>> commands = commands(shell);
		Supplier<Object> wanted = (arguments.length > 0) ? commands.get(arguments[0]) : null;
		if (wanted != null && !arguments[0].equals(COMPLETION)) {
			// To read the annotations of all commands takes longer than most of them.
			CommandLine command = new CommandLine(wanted.get()).setCommandName("cluster " + arguments[0]);
			return execute(shell, command, Arrays.copyOfRange(arguments, 1, arguments.length));
		}
		CommandLine all = new CommandLine(new Root());
		commands.forEach((name, command) -> all.addSubcommand(name, command.get()));
		return execute(shell, all, arguments);
	}

	private static Map<String, Supplier<Object>> commands(Shell shell) {
		Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
		commands.put("list", () -> new ListCommand(shell));
		commands.put("show", () -> new ShowCommand(shell));
		commands.put("monit", () -> new MonitCommand(shell));
		commands.put("dashboard", () -> new DashboardCommand(shell));
		commands.put("logs", () -> new LogsCommand(shell));
		commands.put("events", () -> new EventsCommand(shell));
		commands.put("reload", () -> new RolloutCommand.Reload(shell));
		commands.put("rollback", () -> new RolloutCommand.Rollback(shell));
		commands.put("restart", () -> new RolloutCommand.Restart(shell));
		commands.put("stop", () -> new SlotCommands.Stop(shell));
		commands.put("start", () -> new SlotCommands.Start(shell));
		commands.put("pause", () -> new SlotCommands.Pause(shell));
		commands.put("resume", () -> new SlotCommands.Resume(shell));
		commands.put("scale", () -> new ScaleCommand(shell));
		commands.put("balance", () -> new BalanceCommand(shell));
		commands.put("startup", () -> new StartupCommand(shell));
		commands.put(COMPLETION, GenerateCompletion::new);
		return commands;
	}

	private static int execute(Shell shell, CommandLine command, String... arguments) {
		command.setOut(new PrintWriter(shell.out(), true));
		command.setErr(new PrintWriter(shell.err(), true));
		command.setExecutionExceptionHandler((failure, failed, result) -> {
			shell.err().println("This command failed, which is a defect of Boot Cluster: " + failure);
			failure.printStackTrace(shell.err());
			return ExitCode.FAILED;
		});
		return command.execute(arguments);
	}

	/**
	 * Stands before the commands.
	 */
	@Command(name = "cluster", synopsisSubcommandLabel = "<command>",
			description = "Sees and steers the running cluster of this application. Only the user who runs it may.",
			exitCodeListHeading = "%nExit codes:%n", exitCodeList = { "0:Done", "1:Failed",
					"2:Not understood, or not clear which cluster is meant", "3:No cluster runs" },
			commandListHeading = "%nCommands:%n")
	private static final class Root implements Runnable {

		@Spec
		private CommandSpec spec = CommandSpec.create();

		@Option(names = { "-h", "--help" }, usageHelp = true, description = "Print this help.")
		private boolean help;

		@Override
		public void run() {
			throw new ParameterException(this.spec.commandLine(), "Which command?");
		}

	}

}
