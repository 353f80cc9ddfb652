namespace Sinter.Inference;

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>It has not ended, or was given up or cancelled.</summary>
    None,

    /// <summary>The model ended its text.</summary>
    EndOfText,

    /// <summary>A stop string came.</summary>
    StopString,

    /// <summary>As many tokens as were allowed are generated.</summary>
    MaxTokens,

    /// <summary>The model's context is full.</summary>
    ContextFull,
}
