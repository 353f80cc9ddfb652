using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Sinter.EndToEnd.Tests;

/// <summary>A cleaning that was killed or stopped goes on, by the same command, to the bytes of one that was not.</summary>
public sealed class StoppedCleaningTests : IAsyncLifetime
{
    // Enough that the state is noted twice on the way.
    private const int Documents = 44_000;

    private readonly string _root = Directory.CreateTempSubdirectory("sinter-clean-").FullName;

    private string Input => Path.Combine(_root, "docs.jsonl.gz");

    private string Whole => Path.Combine(_root, "whole");

    private string Stopped => Path.Combine(_root, "stopped");

    public async ValueTask InitializeAsync()
    {
        var filler = string.Concat(Enumerable.Repeat("a lamp gives light to the room in which it stands and to the street ", 45));
        await using (var file = new StreamWriter(new GZipStream(File.Create(Input), CompressionLevel.Fastest), new UTF8Encoding(false)))
        {
            for (var i = 0; i < Documents; i++)
            {
                // Some texts are short, some repeat an earlier one, and some lines are broken.
                await file.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"d{i}\",\"text\":\"{(i % 5 == 0 ? "" : filler)}{i % 20_000}\"{(i % 1000 == 0 ? "" : "}")}\n"));
            }
        }

        (await ToolProcess.RunAsync(Command(Whole))).ShouldSatisfyAllConditions(result => result.Error.ShouldBe(""), result => result.Code.ShouldBe(0));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Killed_early_midway_and_at_the_end_it_goes_on_to_the_same_bytes()
    {
        string[] moments = ["cleaning.json", "progress.json", Path.Combine("kept", "part-00002.spool"), "report.html"];
        var killed = 0;
        foreach (var moment in moments)
        {
            using var tool = ToolProcess.Start(Command(Stopped));
            await Until(tool, Path.Combine(Stopped, moment));
            tool.Kill();
            killed += (await tool.EndAsync()).Code == 0 ? 0 : 1;
        }

        var last = await ToolProcess.RunAsync(Command(Stopped));

        last.ShouldSatisfyAllConditions(result => result.Error.ShouldBe(""), result => result.Code.ShouldBe(0));
        killed.ShouldBeGreaterThan(1);
        Shards(Stopped).ShouldBe(Shards(Whole), "the shards of a cleaning that was killed");
    }

    [Fact]
    public async Task Ctrl_C_exits_130_and_the_same_command_goes_on_to_the_same_bytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no way to send Ctrl+C to one process on Windows.");
        using (var tool = ToolProcess.Start(Command(Stopped)))
        {
            await Until(tool, Path.Combine(Stopped, "kept", "part-00000.spool"));
            tool.Interrupt();
            var stopped = await tool.EndAsync();
            stopped.Code.ShouldBe(130);
            stopped.Error.ShouldBe("Interrupted; the same command goes on from here.");
        }

        var last = await ToolProcess.RunAsync(Command(Stopped));

        last.ShouldSatisfyAllConditions(result => result.Error.ShouldBe(""), result => result.Output.ShouldContain("continued from where it was stopped"));
        Shards(Stopped).ShouldBe(Shards(Whole), "the shards of a cleaning that was stopped");
    }

    private string[] Command(string folder) =>
        ["data", "clean", Input, "--step", "minimumWords", "--step", "exactDuplicates", "--format", "jsonl", "--shard-size", "20MB", "--out", folder];

    private static async Task Until(ToolProcess tool, string path)
    {
        while (tool.IsRunning && !File.Exists(path))
        {
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }

    private static string[] Shards(string folder) =>
        [.. new[] { "kept", "dropped", "broken", "scores" }.SelectMany(name => Directory.GetFiles(Path.Combine(folder, name))).Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(folder, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}")];
}
