namespace Sinter.Evaluation.Upkeep;

/// <summary>Which of two models a measure speaks for.</summary>
public enum UpkeepVerdict
{
    /// <summary>Neither: the difference is within chance or too small to matter.</summary>
    NoDifference,

    /// <summary>The new model is better.</summary>
    TakeNew,

    /// <summary>The new model is worse.</summary>
    KeepOld,
}
