using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Sinter.EndToEnd.Tests;

/// <summary>The tool in a process of its own, as a user runs it.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    private const int InterruptSignal = 2;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private ToolProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts the tool.</summary>
    public static ToolProcess Start(params IEnumerable<string> arguments) => new(Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sinter.dll"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Runs the tool to its end.</summary>
    public static async Task<ToolResult> RunAsync(params IEnumerable<string> arguments)
    {
        using var tool = Start(arguments);
        return await tool.EndAsync();
    }

    /// <summary>Ends it at once, with no chance to do anything about it: kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends it what Ctrl+C sends.</summary>
    public void Interrupt() => Signal(_process.Id, InterruptSignal).ShouldBe(0);

    /// <summary>Waits for its end.</summary>
    public async Task<ToolResult> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolResult(_process.ExitCode, await _output, (await _error).TrimEnd());
    }

    public void Dispose()
    {
        if (IsRunning)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    /// <summary>The system's own call: to start /bin/kill takes longer than the steps that are to be hit.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

/// <summary>What a process left: its exit code and what it wrote.</summary>
internal sealed record ToolResult(int Code, string Output, string Error)
{
    /// <summary>The lines of the plan that was printed, with single spaces: stage, what happens, why.</summary>
    public IReadOnlyList<string> Plan => [.. Output.Split('\n')
        .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).TrimEnd())
        .Where(line => line.Split(' ') is [_, "skip" or "leave" or "resume" or "run", ..])];
}
