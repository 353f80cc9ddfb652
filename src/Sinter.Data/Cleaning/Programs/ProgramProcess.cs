using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Sinter.Data.Cleaning;

/// <summary>A running copy of a user's program that is asked by lines and answers by lines. It belongs to one thread at a time, and ends when it is disposed.</summary>
internal sealed class ProgramProcess : IDisposable
{
    private const int LongestAnswer = 64 << 20;
    private const int InterruptedExitCode = 130;

    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Utf8LineReader _answers;
    private volatile string _lastComplaint = "";

    private ProgramProcess(Process process)
    {
        _process = process;
        _answers = new Utf8LineReader(process.StandardOutput.BaseStream, "the program's answers", LongestAnswer);

        // Read at once, or a program with much to complain about would wait for us forever.
        process.ErrorDataReceived += (_, line) => _lastComplaint = string.IsNullOrWhiteSpace(line.Data) ? _lastComplaint : line.Data.Trim();
        process.BeginErrorReadLine();
    }

    /// <summary>Starts the program.</summary>
    /// <exception cref="InvalidDataException">It cannot be started.</exception>
    public static ProgramProcess Start(IReadOnlyList<string> command)
    {
        try
        {
            return new ProgramProcess(Process.Start(new ProcessStartInfo(command[0], command.Skip(1))
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!);
        }
        catch (Win32Exception fault)
        {
            throw new InvalidDataException($"the program '{command[0]}' cannot be started: {fault.Message}", fault);
        }
    }

    /// <summary>Whether there is such a program, as a path or as a name that is looked for where the system looks.</summary>
    public static bool Exists(string program)
    {
        var known = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] folders = [Environment.CurrentDirectory, Path.GetDirectoryName(Environment.ProcessPath) ?? "", .. known];
        string[] endings = OperatingSystem.IsWindows() ? ["", ".exe"] : [""];
        return folders.Any(folder => endings.Any(ending => File.Exists(Path.Combine(folder, program + ending))));
    }

    /// <summary>Gives the program a line and returns the one that it answers; it is valid until the next call.</summary>
    /// <exception cref="InvalidDataException">The program ended or took too long; it is of no more use then.</exception>
    /// <exception cref="OperationCanceledException">The program was interrupted.</exception>
    public ReadOnlyMemory<byte> Ask(ReadOnlyMemory<byte> line, TimeSpan patience)
    {
        // The answer is read while the line is written: a program may begin to answer before it has read all.
        var reading = Task.Run(() => _answers.TryRead(out var answer) ? answer : (ReadOnlyMemory<byte>?)null);
        var writing = Task.Run(() => Write(line));
        if (Task.WaitAny([Task.WhenAll(writing, reading)], patience) < 0)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"the program did not answer within {patience.TotalSeconds:0.###} s (timeoutSeconds)"));
        }

        return reading.GetAwaiter().GetResult() ?? throw HowItEnded();
    }

    /// <summary>Ends it at once, and whatever it has started.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception fault) when (fault is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It is gone already.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            // The end of its input is the polite word to go.
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed it already.
        }

        if (!_process.WaitForExit(EndPatience))
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Write(ReadOnlyMemory<byte> line)
    {
        try
        {
            var input = _process.StandardInput.BaseStream;
            input.Write(line.Span);
            input.Flush();
        }
        catch (IOException)
        {
            // It has closed its input; what it answers, or how it ended, says why.
        }
    }

    private Exception HowItEnded()
    {
        if (!_process.WaitForExit(EndPatience))
        {
            return new InvalidDataException("the program closed its output");
        }

        // Its last words may still be on their way when it is gone. A child of its own could hold the stream open, so the wait has an end.
        _process.WaitForExitAsync().Wait(EndPatience);

        // Ctrl+C reaches the program as well as us, and may reach it first: its document is not to blame.
        var complaint = _lastComplaint;
        return _process.ExitCode == InterruptedExitCode ? new OperationCanceledException("The program was interrupted.")
            : new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"the program ended with exit code {_process.ExitCode}{(complaint.Length > 0 ? $": {complaint}" : "")}"));
    }
}
