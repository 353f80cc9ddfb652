namespace Sinter.Models.Surgery;

/// <summary>How the weights of several models become those of one.</summary>
public enum MergeMethod
{
    /// <summary>The weighted mean of the models (model soups, Wortsman et al. 2022).</summary>
    Linear,

    /// <summary>The point between two models on the arc that joins them (Shoemake 1985), tensor by tensor.</summary>
    Slerp,

    /// <summary>The base plus the weighted sum of what each model differs by (task arithmetic, Ilharco et al. 2023).</summary>
    Task,

    /// <summary>The base plus what the models' largest differences agree on (TIES, Yadav et al. 2023): trimmed, with an elected sign, averaged over those that have it.</summary>
    Ties,

    /// <summary>Task arithmetic over differences of which a random share was dropped and the rest scaled up (DARE, Yu et al. 2024).</summary>
    Dare,

    /// <summary>The sign election of TIES over differences that DARE has thinned.</summary>
    DareTies,
}
