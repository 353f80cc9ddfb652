using System.Diagnostics;
using System.Globalization;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests;

/// <summary>Stops a real process, as Ctrl+C and <c>kill</c> do.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 130)]
    [InlineData("KILL", 137)]
    public async Task A_stopped_run_leaves_a_folder_in_which_the_next_goes_on(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals on Windows.");
        using var sinter = Start();
        while (!File.Exists(Run.StageAttempt("collect")) && !sinter.HasExited)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Process.Start("/bin/kill", ["-" + signal, sinter.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        await sinter.WaitForExitAsync(TestContext.Current.CancellationToken);

        sinter.ExitCode.ShouldBe(exitCode);
        StageAttempt.Read(Run, "collect").ShouldNotBeNull();
        StageResult.Read(Run, "collect").ShouldBeNull();
        Should.NotThrow(() => RunLock.Acquire(Run).Dispose());
    }

    private Process Start() => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "sinter.dll"), "run", _folder.File("small.yaml", "seed: 1\n"), "--out", Run.Root, "--to", "collect" },
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
