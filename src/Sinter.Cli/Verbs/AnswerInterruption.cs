using System.Runtime.InteropServices;

namespace Sinter.Cli.Verbs;

/// <summary>
/// Ctrl+C in a chat: it stops the answer that is being given; where none is, or it is stopping already, or nobody sits at a terminal, it ends the
/// process with 130.
/// </summary>
internal sealed class AnswerInterruption : IDisposable
{
    private readonly PosixSignalRegistration _registration;
    private readonly bool _interactive;
    private volatile CancellationTokenSource? _answer;

    /// <summary>Listens from now on.</summary>
    /// <param name="interactive">Whether a person can ask on after an answer was stopped.</param>
    public AnswerInterruption(bool interactive)
    {
        _interactive = interactive;
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    }

    /// <summary>An answer begins.</summary>
    /// <returns>Is cancelled when the user stops it.</returns>
    public CancellationToken Begin()
    {
        _answer = new CancellationTokenSource();
        return _answer.Token;
    }

    /// <summary>The answer has ended.</summary>
    public void End() => _answer = null;

    /// <inheritdoc/>
    public void Dispose() => _registration.Dispose();

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (_interactive && _answer is { IsCancellationRequested: false } answer)
        {
            answer.Cancel();
        }
        else
        {
            Environment.Exit(ExitCode.Interrupted);
        }
    }
}
