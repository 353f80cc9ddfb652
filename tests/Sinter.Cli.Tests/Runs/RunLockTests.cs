using System.Diagnostics;
using System.Globalization;
using Sinter.Training.Runs;

namespace Sinter.Cli.Tests.Runs;

public sealed class RunLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RunFolder Run => new(_folder.File("run"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_run_in_the_same_folder_is_refused_with_the_name_of_the_first()
    {
        using var held = RunLock.Acquire(Run);

        var message = Should.Throw<IOException>(() => RunLock.Acquire(Run)).Message;

        message.ShouldContain($"is in use by process {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)} on {Environment.MachineName}");
        message.ShouldContain("--out");
    }

    [Fact]
    public void The_folder_is_free_again_when_the_first_has_ended()
    {
        RunLock.Acquire(Run).Dispose();

        Should.NotThrow(() => RunLock.Acquire(Run).Dispose());
    }

    [Fact]
    public void What_a_dead_process_left_is_taken_over()
    {
        Directory.CreateDirectory(Run.Root);
        File.WriteAllText(Run.Lock, "");
        File.WriteAllText(Run.Lock + ".owner", """{ "process": 1, "machine": "elsewhere", "since": "2026-01-01T00:00:00Z" }""");

        Should.NotThrow(() => RunLock.Acquire(Run).Dispose());
    }

    [Fact]
    public void A_damaged_name_of_the_owner_does_not_hide_that_the_folder_is_in_use()
    {
        using var held = RunLock.Acquire(Run);
        File.WriteAllText(Run.Lock + ".owner", "{");

        Should.Throw<IOException>(() => RunLock.Acquire(Run)).Message.ShouldContain("is in use by another process");
    }

    [Fact]
    public void Another_process_is_kept_out_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/flock"), "The flock tool stands in for another process.");
        using var held = RunLock.Acquire(Run);

        using var other = Process.Start("/usr/bin/flock", ["--nonblock", Run.Lock, "true"]);
        other.WaitForExit();

        other.ExitCode.ShouldNotBe(0);
    }
}
