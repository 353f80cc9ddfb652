namespace Sinter.Training.Tuning;

/// <summary>What of a model is trained when it is tuned.</summary>
public enum TuningMethod
{
    /// <summary>Everything.</summary>
    Full,

    /// <summary>The head alone.</summary>
    Head,

    /// <summary>The head and the last blocks.</summary>
    Last,

    /// <summary>Low-rank changes of the frozen weights, scaled by alpha / rank (Hu et al. 2021).</summary>
    Lora,

    /// <summary>The same, scaled by alpha / sqrt(rank) (Kalajdzievski 2023).</summary>
    RsLora,

    /// <summary>Low-rank changes of directions, with a magnitude of its own for each output (Liu et al. 2024).</summary>
    Dora,

    /// <summary>Low-rank changes over frozen weights that lie in 4 bits (Dettmers et al. 2023).</summary>
    QLora,

    /// <summary>Virtual tokens whose keys and values are learned in each layer (Li and Liang 2021).</summary>
    Prefix,

    /// <summary>Virtual tokens whose embeddings are learned (Lester et al. 2021).</summary>
    Prompt,

    /// <summary>Small layers between those of the model (Houlsby et al. 2019).</summary>
    Adapter,

    /// <summary>A logistic classifier on what the frozen model makes of each text.</summary>
    Features,

    /// <summary>Everything, from random weights: what pre-training is measured against.</summary>
    Scratch,
}
