using System.Diagnostics;
using System.Text.Json;

namespace Sinter.Bench.Peers;

/// <summary>Another process that is asked in lines and answers in lines of JSON; ended when disposed.</summary>
internal sealed class LineProcess : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;

    private LineProcess(Process process) => _process = process;

    /// <summary>Starts a program; what it writes to its error stream is kept from the screen.</summary>
    public static LineProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"'{program}' did not start.");
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return new LineProcess(process);
    }

    /// <summary>Starts this very program with other arguments, as a fresh process whose memory is nobody else's.</summary>
    public static LineProcess StartSelf(params IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return Start(program, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
    }

    /// <summary>Writes a line.</summary>
    public void Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Reads the next line; null where the process has ended without one.</summary>
    public T? Read<T>()
        where T : class
    {
        // Some peers write line ends of their own when their work is done.
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                return JsonSerializer.Deserialize<T>(line, Json);
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
