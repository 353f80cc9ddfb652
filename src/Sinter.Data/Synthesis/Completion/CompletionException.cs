using System.Diagnostics.CodeAnalysis;

namespace Sinter.Data.Synthesis;

/// <summary>A model gave no answer; the message is one sentence for people, without keys and personal data.</summary>
[SuppressMessage("Design", "RCS1194", Justification = "Without a name by which it is counted there is none.")]
public sealed class CompletionException : IOException
{
    /// <summary>Says what happened.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="name">A word by which such faults are counted.</param>
    /// <param name="isFinal">Whether all further requests would fail as well, as where a key is refused.</param>
    /// <param name="requests">How often the model was asked.</param>
    /// <param name="inner">What it came from.</param>
    public CompletionException(string message, string name, bool isFinal = false, int requests = 1, Exception? inner = null)
        : base(message, inner)
    {
        Name = name;
        IsFinal = isFinal;
        Requests = requests;
    }

    /// <summary>A word by which such faults are counted, such as <c>status-429</c> or <c>timeout</c>.</summary>
    public string Name { get; }

    /// <summary>Whether all further requests would fail as well.</summary>
    public bool IsFinal { get; }

    /// <summary>How often the model was asked.</summary>
    public int Requests { get; }
}
