using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Sinter.Cli.Progress;

/// <summary>Chooses how progress is shown.</summary>
internal static class ProgressViews
{
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(5);

    /// <summary>Live on a terminal; plain lines where output is redirected or the user asks for it with NO_COLOR or TERM=dumb.</summary>
    public static IProgressView Create(TextWriter output) => WantsPlain(output) ? new PlainProgressView(output, PlainInterval) : CreateLive();

    /// <summary>Whether output is to have no colours and nothing that moves.</summary>
    public static bool WantsPlain(TextWriter output) =>
        !ReferenceEquals(output, Console.Out)
        || Console.IsOutputRedirected
        || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("TERM") is "dumb";

    /// <summary>Apart, so that plain output never loads Spectre.Console.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static LiveProgressView CreateLive() => new(AnsiConsole.Console);
}
