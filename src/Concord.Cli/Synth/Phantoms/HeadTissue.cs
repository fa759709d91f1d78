namespace Concord.Cli.Synth.Phantoms;

/// <summary>What a head is made of, and the signal that each sequence gets of it.</summary>
internal readonly record struct HeadTissue(float T1, float T2, float Flair)
{
    public static readonly HeadTissue Air = new(0, 0, 0);
    public static readonly HeadTissue Skin = new(120, 88, 84);
    public static readonly HeadTissue Fat = new(236, 158, 140);
    public static readonly HeadTissue Bone = new(16, 12, 12);
    public static readonly HeadTissue Marrow = new(150, 96, 86);
    public static readonly HeadTissue Muscle = new(86, 52, 60);
    public static readonly HeadTissue Fluid = new(28, 246, 20);
    public static readonly HeadTissue Grey = new(90, 136, 152);
    public static readonly HeadTissue White = new(140, 86, 110);
    public static readonly HeadTissue Nuclei = new(104, 112, 128);
    public static readonly HeadTissue Lesion = new(78, 208, 236);
    public static readonly HeadTissue Mucosa = new(96, 150, 120);

    public float Signal(MrWeighting weighting) => weighting switch
    {
        MrWeighting.T1 => T1,
        MrWeighting.T2 => T2,
        _ => Flair,
    };
}
